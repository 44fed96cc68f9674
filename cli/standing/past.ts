import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { TargetKey, VersionEntry } from '../../workflow/ledger.ts';
import type { Aws } from '../aws.ts';
import { storedRecord } from '../watching/record-of.ts';

/** What happened to a target. */
export interface Past {
  /** Of its machine, whatever alias they were deployed to. */
  readonly versions: readonly VersionEntry[];
  /** The newest first; one that runs is among them. */
  readonly records: readonly AuditRecord[];
}

export async function pastOf(target: TargetKey, limit: number, aws: Aws): Promise<Past> {
  const { deployments, versions } = aws.ports.ledger;
  const executionArns = limit === 0 ? [] : await deployments.of(target, limit);
  const records = await Promise.all(executionArns.map((executionArn) => storedRecord(executionArn, aws)));
  return {
    versions: await versions.read(target.stateMachineArn),
    records: records.flatMap((record) => record ?? []),
  };
}
