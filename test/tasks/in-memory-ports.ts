import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { AliasReading } from '../../tasks/ports/aliases.ts';
import type { CandidateExecutions } from '../../tasks/ports/candidate-executions.ts';
import type { DeployerExecution } from '../../tasks/ports/executions.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { StateMachineReading } from '../../tasks/ports/state-machines.ts';
import type { AlarmReading } from '../../workflow/judge.ts';
import type { Route } from '../../workflow/routes.ts';
import { inMemoryCounts } from './in-memory-counts.ts';
import { emptyLedger, inMemoryLedger, type LedgerContents } from './in-memory-ledger.ts';

/** What AWS would hold, as plain data that a test sets and reads. */
export interface World {
  /** `versions` are the published revisions, version 1 first; empty where one was deleted. */
  readonly machines: Map<string, StateMachineReading & { readonly versions: string[] }>;
  readonly aliases: Map<string, AliasReading>;
  readonly alarms: AlarmReading[];
  /** Of versions, ISO 8601; those that are not here are old. */
  readonly createdAt: Map<string, string>;
  /** ARNs of aliases that executions were started through. */
  readonly started: Set<string>;
  /** Executions of deployed machines, in any order. */
  readonly runs: Run[];
  readonly ledger: LedgerContents;
  /** Of the deployer. */
  readonly executions: Map<string, DeployerExecution>;
  /** Of the machines that are deployed, the newest first. */
  readonly candidateExecutions: WorldExecution[];
  /** Milliseconds; each write takes one. */
  clock: number;
  /** The alias writes, in order. */
  readonly writes: { readonly aliasArn: string; readonly routes: readonly Route[] }[];
}

/** One execution of a deployed machine. Times are milliseconds. */
export interface Run {
  readonly versionArn: string;
  readonly aliasArn?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly startedAt: number;
  readonly end?: { readonly at: number; readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' };
  readonly redriveCount?: number;
}

export function emptyWorld(): World {
  return {
    machines: new Map(),
    aliases: new Map(),
    alarms: [],
    createdAt: new Map(),
    started: new Set(),
    runs: [],
    ledger: emptyLedger(),
    executions: new Map(),
    candidateExecutions: [],
    clock: Date.UTC(2026, 0, 1),
    writes: [],
  };
}

export interface WorldExecution {
  readonly executionArn: string;
  readonly versionArn: string;
  readonly aliasArn?: string;
  status: ExecutionStatus;
  error?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly input?: string;
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const PAGE = 100;

function candidateExecutions(world: World): CandidateExecutions {
  const find = (arn: string) => world.candidateExecutions.find(({ executionArn }) => executionArn === arn);
  return {
    async list(versionArn, status, nextToken = '0') {
      const all = world.candidateExecutions.filter((one) => one.versionArn === versionArn && one.status === status);
      const from = Number(nextToken);
      const more = all.length > from + PAGE ? { nextToken: String(from + PAGE) } : {};
      const executions = all
        .slice(from, from + PAGE)
        .map((one) => ({ ...one, listedBy: one.endedAt ?? one.startedAt }));
      return { executions, ...more };
    },
    async read(arn) {
      const found = find(arn);
      return (
        found && {
          ...(found.input === undefined ? {} : { input: found.input }),
          ...(found.error === undefined ? {} : { error: found.error }),
        }
      );
    },
    async stop(arn, error) {
      Object.assign(find(arn)!, { status: 'ABORTED', error });
    },
    async start(versionArn, name, input) {
      const executionArn = `${versionArn.replace(/:\d+$/, '').replace(':stateMachine:', ':execution:')}:${name}`;
      if (find(executionArn)) return;
      const startedAt = new Date(world.clock).toISOString();
      world.candidateExecutions.unshift({ executionArn, versionArn, status: 'RUNNING', startedAt, input });
    },
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
      definition: async (arn) => (world.machines.has(arn) ? '{}' : undefined),
      async versions(arn) {
        const versions = world.machines.get(arn)?.versions ?? [];
        return versions.flatMap((revision, i) => {
          const versionArn = `${arn}:${i + 1}`;
          return revision === '' ? [] : [{ versionArn, createdAt: world.createdAt.get(versionArn) ?? LONG_AGO }];
        });
      },
      isRunning: async (versionArn) =>
        world.candidateExecutions.some((one) => one.versionArn === versionArn && one.status === 'RUNNING'),
      async deleteVersion(versionArn) {
        const used = [...world.aliases.values()].some(({ routes }) =>
          routes.some((route) => route.versionArn === versionArn),
        );
        if (used) return false;
        const [, arn, number] = /^(.*):(\d+)$/.exec(versionArn)!;
        world.machines.get(arn!)!.versions[Number(number) - 1] = '';
        return true;
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
    executions: {
      read: async (arn) => world.executions.get(arn),
      history: async () => [{ type: 'ExecutionAborted' }],
      stop: async (arn) => void world.executions.set(arn, { ...world.executions.get(arn)!, status: 'ABORTED' }),
    },
    candidateExecutions: candidateExecutions(world),
    ledger: inMemoryLedger(world.ledger),
    now: () => new Date(world.clock).toISOString(),
    counts: inMemoryCounts(world),
    failed: {
      async since(aliasArn, sinceSeconds) {
        const failed = world.runs.filter(
          ({ aliasArn: by, end, redriveCount = 0 }) =>
            by === aliasArn &&
            redriveCount === 0 &&
            (end?.status === 'FAILED' || end?.status === 'TIMED_OUT') &&
            end.at / 1000 >= sinceSeconds,
        );
        return {
          kind: 'all',
          executions: failed.map(({ versionArn, startedAt, end }) => ({
            versionArn,
            startedAtSeconds: startedAt / 1000,
            atSeconds: end!.at / 1000,
          })),
        };
      },
    },
    starts: { any: async ({ stateMachineArn, alias }) => world.started.has(`${stateMachineArn}:${alias}`) },
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
