import { handler as checkHealth } from '../../tasks/check-health.ts';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { DeploymentDocument, Health, Target } from '../../workflow/document.ts';
import { later } from '../../workflow/pace.ts';
import { baking } from './documents.ts';
import { inMemoryPorts, type Run, type World } from './in-memory-ports.ts';
import { ORDERS, OWNER, target, UPDATED_AT } from './targets.ts';

export const BEGAN = '2026-01-01T00:01:00.000Z';
export const PAST = { executions: 1440, failures: 14, longestSeconds: 5 };

/** A target like `orders:live`, of another name, at 10 % since `BEGAN`. */
export function atTenPercent(name: string, fields: Partial<Target> = {}): Target {
  const stateMachineArn = ORDERS.replace('orders', name);
  return target({
    stateMachineArn,
    aliasArn: `${stateMachineArn}:live`,
    found: { kind: 'whole', versionArn: `${stateMachineArn}:1`, updatedAt: UPDATED_AT },
    candidate: { versionArn: `${stateMachineArn}:2` },
    past: PAST,
    shifted: { kind: 'written', candidateWeight: 10, updatedAt: BEGAN },
    ...fields,
  });
}

/** One execution, through the alias unless it is said, of no time. */
export function ran(
  { stateMachineArn, aliasArn }: Target,
  version: 1 | 2,
  seconds: number,
  status: 'SUCCEEDED' | 'FAILED',
): Run {
  const at = Date.parse(BEGAN) + seconds * 1000;
  return { versionArn: `${stateMachineArn}:${version}`, aliasArn, startedAt: at, end: { at, status } };
}

/** A minute of traffic from then on, the candidate's executions ending so. */
export function minuteOfTraffic(
  one: Target,
  fromSeconds: number,
  status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED',
): readonly Run[] {
  return Array.from({ length: 30 }, (_, i) =>
    ran(one, i % 10 === 0 ? 2 : 1, fromSeconds + 2 * i, i % 10 === 0 ? status : 'SUCCEEDED'),
  );
}

interface Watching {
  /** Looks `seconds` after the shift, and answers what follows. */
  at(seconds: number): Promise<Health>;
  readonly document: () => DeploymentDocument;
}

export function watch(
  targets: readonly Target[],
  world: World,
  request: object = {},
  changes: Partial<Ports> = {},
): Watching {
  let document = baking(
    { targets, alarms: { watched: (request as { alarms?: string[] }).alarms ?? [], ignored: [] } },
    { ...request },
  );
  document = { ...document, health: confirmShift.core({ document, now: BEGAN }, {} as never) as Health };
  return {
    document: () => document,
    async at(seconds) {
      const now = later(BEGAN, seconds);
      world.clock = Date.parse(now);
      const ports = { ...inMemoryPorts(world), ...changes };
      const health = await checkHealth.core({ document, now, retryCount: 0, owner: OWNER }, ports);
      document = { ...document, health: JSON.parse(JSON.stringify(health)) as Health };
      return health;
    },
  };
}
