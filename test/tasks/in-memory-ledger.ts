import type { Ledger } from '../../tasks/ports/ledger.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import {
  type DeploymentEntry,
  FREE,
  isUnfinished,
  type TargetEntry,
  type VersionEntry,
} from '../../workflow/ledger.ts';

/** Entries as JSON text, so that nothing is shared with whoever wrote them. */
export interface LedgerContents {
  readonly targets: Map<string, Text>;
  readonly deployments: Map<string, Text>;
  readonly versions: Map<string, string>;
  readonly records: Map<string, string>;
}

interface Text {
  readonly text: string;
  readonly revision: number;
}

export function emptyLedger(): LedgerContents {
  return { targets: new Map(), deployments: new Map(), versions: new Map(), records: new Map() };
}

/** The ledger's twin in memory: the same contract tests run on it and on DynamoDB. */
export function inMemoryLedger({ targets, deployments, versions, records }: LedgerContents): Ledger {
  const read = <Entry>(entries: Map<string, Text>, key: string) => {
    const stored = entries.get(key);
    return stored && { entry: JSON.parse(stored.text) as Entry, revision: stored.revision };
  };
  const write = (entries: Map<string, Text>, key: string, entry: unknown, revision: number): boolean => {
    if ((entries.get(key)?.revision ?? 0) !== revision) return false;
    entries.set(key, { text: JSON.stringify(entry), revision: revision + 1 });
    return true;
  };
  return {
    targets: {
      read: async ({ stateMachineArn, alias }) =>
        read<TargetEntry>(targets, `${stateMachineArn}:${alias}`) ?? { entry: FREE, revision: 0 },
      write: async ({ stateMachineArn, alias }, entry, revision) =>
        write(targets, `${stateMachineArn}:${alias}`, entry, revision),
    },
    deployments: {
      read: async (executionArn) => read<DeploymentEntry>(deployments, executionArn),
      write: async (entry, revision) => write(deployments, entry.owner.executionArn, entry, revision),
      unfinished: async () =>
        [...deployments.keys()].filter((arn) => isUnfinished(read<DeploymentEntry>(deployments, arn)!.entry)),
    },
    versions: {
      read: async (stateMachineArn) =>
        [...versions.values()]
          .map((text) => JSON.parse(text) as VersionEntry)
          .filter(({ versionArn }) => versionArn.startsWith(`${stateMachineArn}:`))
          .sort((a, b) => Number(a.versionArn.split(':').at(-1)) - Number(b.versionArn.split(':').at(-1))),
      write: async (entry) => void versions.set(entry.versionArn, JSON.stringify(entry)),
    },
    records: {
      read: async (executionArn) => {
        const text = records.get(executionArn);
        return text === undefined ? undefined : (JSON.parse(text) as AuditRecord);
      },
      write: async (record) => void records.set(record.deployment.executionArn, JSON.stringify(record)),
      ofTarget: async ({ stateMachineArn, alias }) =>
        [...records.values()]
          .map((text) => JSON.parse(text) as AuditRecord)
          .filter(({ targets }) =>
            targets.some((one) => one.stateMachineArn === stateMachineArn && one.alias === alias),
          )
          .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
          .map(({ deployment }) => deployment.executionArn),
    },
  };
}
