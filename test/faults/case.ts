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

/** Plays one deployment of a stage to its end, watchdog included. */
export async function play(
  stage: Stage,
  options: Partial<WorldOptions> = {},
  during: (world: FaultWorld, executionArn: string) => void = () => {},
): Promise<FaultWorld> {
  const { targets, request, bakeSeconds, alarmAt, startsEverySeconds } = stage;
  const about = { targets, ...(request && { request }), ...(bakeSeconds && { bakeSeconds }) };
  const world = new FaultWorld({ ...about, ...options });
  await world.open();
  const executionArn = await world.start('d1');
  if (alarmAt !== undefined) world.alarmIn(alarmAt);
  if (startsEverySeconds !== undefined) world.startThroughAliases(startsEverySeconds, STARTS_SECONDS);
  during(world, executionArn);
  await world.settle();
  return world;
}

export async function outcomeOf(world: FaultWorld, expectations: Expectations = {}): Promise<Outcome> {
  return { violations: await violations(world, expectations), happened: world.witness.happened };
}
