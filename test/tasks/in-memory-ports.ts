import type { AliasReading } from '../../tasks/ports/aliases.ts';
import type { DeployerExecution } from '../../tasks/ports/executions.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { StateMachineReading } from '../../tasks/ports/state-machines.ts';
import type { AlarmReading } from '../../workflow/judge.ts';
import type { Route } from '../../workflow/routes.ts';
import { emptyLedger, inMemoryLedger, type LedgerContents } from './in-memory-ledger.ts';

/** What AWS would hold, as plain data that a test sets and reads. */
export interface World {
  /** `versions` are the published revisions, version 1 first. */
  readonly machines: Map<string, StateMachineReading & { readonly versions: string[] }>;
  readonly aliases: Map<string, AliasReading>;
  readonly alarms: AlarmReading[];
  /** ARNs of aliases that executions were started through. */
  readonly started: Set<string>;
  readonly ledger: LedgerContents;
  /** Of the deployer. */
  readonly executions: Map<string, DeployerExecution>;
  /** Milliseconds; each write takes one. */
  clock: number;
  /** The alias writes, in order. */
  readonly writes: { readonly aliasArn: string; readonly routes: readonly Route[] }[];
}

export function emptyWorld(): World {
  return {
    machines: new Map(),
    aliases: new Map(),
    alarms: [],
    started: new Set(),
    ledger: emptyLedger(),
    executions: new Map(),
    clock: Date.UTC(2026, 0, 1),
    writes: [],
  };
}

/** The deployer's ports over such a world. They answer as the AWS adapters do: the same contract tests run on both. */
export function inMemoryPorts(world: World): Ports {
  const put = (aliasArn: string, routes: readonly Route[]): string => {
    world.writes.push({ aliasArn, routes });
    const updatedAt = new Date(++world.clock).toISOString();
    world.aliases.set(aliasArn, { routes, updatedAt });
    return updatedAt;
  };
  return {
    aliases: {
      read: async (aliasArn) => world.aliases.get(aliasArn),
      write: async (aliasArn, routes) => {
        if (!world.aliases.has(aliasArn)) throw named('ResourceNotFound');
        return put(aliasArn, routes);
      },
      create: async (aliasArn, versionArn) => put(aliasArn, [{ versionArn, weight: 100 }]),
      remove: async (aliasArn) => void world.aliases.delete(aliasArn),
    },
    stateMachines: {
      async read(arn) {
        const version = /^(.*):(\d+)$/.exec(arn);
        if (!version) return world.machines.get(arn);
        const machine = world.machines.get(version[1]!);
        return machine && Number(version[2]) <= machine.versions.length ? machine : undefined;
      },
      async newestVersion(arn) {
        const newest = world.machines.get(arn)?.versions.length ?? 0;
        return newest > 0 ? `${arn}:${newest}` : undefined;
      },
      async publish(arn, revisionId) {
        const machine = world.machines.get(arn);
        if (!machine) throw named('StateMachineDoesNotExist');
        if (machine.revisionId !== revisionId)
          return { kind: 'moved', message: `The current State Machine revision is ${machine.revisionId}.` };
        const versions = machine.versions;
        if (!versions.includes(revisionId)) versions.push(revisionId);
        return { kind: 'published', versionArn: `${arn}:${versions.indexOf(revisionId) + 1}` };
      },
    },
    alarms: { read: async (names) => world.alarms.filter(({ name }) => names.includes(name)) },
    executions: { read: async (arn) => world.executions.get(arn), history: async () => [{ type: 'ExecutionAborted' }] },
    ledger: inMemoryLedger(world.ledger),
    now: () => new Date(world.clock).toISOString(),
    starts: { any: async ({ stateMachineArn, alias }) => world.started.has(`${stateMachineArn}:${alias}`) },
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
