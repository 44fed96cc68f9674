import fc from 'fast-check';
import { DECISIONS, type Decision } from '../../workflow/decisions.ts';
import { type Case, type Outcome, outcomeOf, play, worldOf } from './case.ts';
import { DRIFTS, type Drift, writeElse } from './drifts.ts';
import { FAULTS, type Fault, mayBeStale } from './fault.ts';
import type { FaultWorld } from './fault-world.ts';
import { STAGES, type Stage } from './stage.ts';

/** Many things at once. A time is in seconds from the start; -1: never. */
interface Schedule {
  readonly stage: Stage;
  /** Which calls fail, and how. */
  readonly faults: Readonly<Record<number, Fault>>;
  readonly lagSeconds: number;
  /** A second deployment of the same targets begins. */
  readonly secondAt: number;
  readonly stopAt: number;
  readonly redriveAt: number;
  /** Somebody else writes an alias. */
  readonly driftAt: number;
  readonly driftTo: Drift;
  /** Somebody decides. */
  readonly decideAt: number;
  readonly decision: Decision['decision'];
  readonly eventLoss: number;
  readonly seed: number;
}

const at = fc.oneof(
  { weight: 2, arbitrary: fc.constant(-1) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 500 }) },
);

const schedules: fc.Arbitrary<Schedule> = fc.record({
  stage: fc.constantFrom(...STAGES),
  faults: fc.dictionary(fc.nat(120).map(String), fc.constantFrom(...FAULTS), { maxKeys: 6 }),
  lagSeconds: fc.constantFrom(0, 0, 5, 30, 60),
  secondAt: at,
  stopAt: at,
  redriveAt: at,
  driftAt: at,
  driftTo: fc.constantFrom(...DRIFTS),
  decideAt: at,
  decision: fc.constantFrom(...DECISIONS),
  eventLoss: fc.constantFrom(0, 0, 0.5, 1),
  seed: fc.nat(1_000_000),
});

/** So many random schedules; the same number gives the same ones. */
export function randomSchedules(count: number, seed = 4711): readonly Case[] {
  return fc.sample(schedules, { numRuns: count, seed }).map((schedule, i) => ({
    name: `schedule ${i}: ${JSON.stringify({ ...schedule, stage: schedule.stage.name })}`,
    run: () => runSchedule(schedule),
  }));
}

async function runSchedule(schedule: Schedule): Promise<Outcome> {
  const { stage, faults, lagSeconds, eventLoss, seed } = schedule;
  const world = worldOf(stage, {
    seed,
    eventFaults: { loss: eventLoss },
    ...(lagSeconds > 0 ? { consistency: { lagSeconds } } : {}),
    faultOf: (call) => {
      const fault = faults[call.number];
      return fault === 'stale' && !mayBeStale(call) ? undefined : fault;
    },
  });
  await play(stage, world, (executionArn) => arrange(schedule, world, executionArn));
  const { secondAt, stopAt, redriveAt, driftAt, decideAt } = schedule;
  const quiet = Object.keys(faults).length === 0 && Math.max(secondAt, stopAt, redriveAt, driftAt, decideAt) < 0;
  return outcomeOf(world, quiet ? { end: stage.end } : {});
}

function arrange(schedule: Schedule, world: FaultWorld, executionArn: string): void {
  const { secondAt, stopAt, redriveAt, driftAt, driftTo, decideAt, decision } = schedule;
  if (decideAt >= 0) world.later(decideAt, () => world.decide(executionArn, decision));
  if (secondAt >= 0) world.later(secondAt, () => world.start('d2'));
  if (stopAt >= 0) world.later(stopAt, () => world.call('states', 'StopExecution', { executionArn }));
  if (redriveAt >= 0) world.later(redriveAt, () => world.call('states', 'RedriveExecution', { executionArn }));
  // Never at the very moment of a write of ours: dates tell them apart.
  if (driftAt >= 0) world.later(driftAt + 0.5, () => writeElse(world, world.machines[0]!, driftTo));
}
