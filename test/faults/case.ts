import type { Call } from './fault.ts';
import { FaultWorld, type WorldOptions } from './fault-world.ts';
import { type Expectations, violations } from './invariants/violations.ts';
import type { Stage } from './stage.ts';

/** One deployment, or a few, with whatever is to go wrong. */
export interface Case {
  readonly name: string;
  run(): Promise<Outcome>;
}

export interface Outcome {
  /** What was violated, in words. */
  readonly violations: readonly string[];
  /** How often what really happened. */
  readonly happened: ReadonlyMap<string, number>;
}

/** The starts through aliases go on so long. */
const STARTS_SECONDS = 700;

/** A world with a stage's targets, in which nothing has happened yet. */
export function worldOf(
  { targets, request, restores, bakeSeconds }: Stage,
  options: Partial<WorldOptions> = {},
): FaultWorld {
  return new FaultWorld({
    targets,
    ...(request && { request }),
    ...(restores && { restores }),
    ...(bakeSeconds && { bakeSeconds }),
    ...options,
  });
}

/** Plays one deployment of a stage to its end, watchdog included. */
export async function play(
  stage: Stage,
  world: FaultWorld,
  during: (executionArn: string) => void = () => {},
): Promise<FaultWorld> {
  const { alarmAt, startsEverySeconds, decisions = [], strangledAt } = stage;
  await world.open();
  const executionArn = await world.start('d1');
  if (alarmAt !== undefined) world.alarmIn(alarmAt);
  if (startsEverySeconds !== undefined) world.startThroughAliases(startsEverySeconds, STARTS_SECONDS);
  for (const { at, decision } of decisions) world.later(at, () => world.decide(executionArn, decision));
  if (strangledAt !== undefined) world.later(strangledAt, () => world.strangle());
  during(executionArn);
  await world.settle();
  return world;
}

/** The calls that the functions of a stage's deployment make when nothing goes wrong. */
export async function recordedCalls(stage: Stage): Promise<readonly Call[]> {
  return (await play(stage, worldOf(stage))).witness.calls;
}

export async function outcomeOf(world: FaultWorld, expectations: Expectations = {}): Promise<Outcome> {
  return { violations: await violations(world, expectations), happened: world.witness.happened };
}
