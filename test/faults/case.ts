import { FaultWorld, type WorldOptions } from './fault-world.ts';
import { type Expectations, violations } from './invariants.ts';

/** One deployment, or a few, with whatever is to go wrong; answers what was violated. */
export interface Case {
  readonly name: string;
  run(sabotage?: Sabotage): Promise<readonly string[]>;
}

/** A deliberate bug. */
export type Sabotage = Pick<WorldOptions, 'sabotage' | 'redefine'>;

/** What is deployed, and whether it is good. */
export interface Stage {
  readonly name: string;
  readonly machines: readonly string[];
  /** The aliases exist before. */
  readonly aliases: boolean;
  /** When the alarm goes off, in seconds from the start; never for a good release. */
  readonly alarmAt?: number;
}

const ONE = ['m1'];
const THREE = ['m1', 'm2', 'm3'];

/** One and three targets, with and without aliases, that succeed and that roll back. */
export const STAGES: readonly Stage[] = [
  { name: 'one good', machines: ONE, aliases: true },
  { name: 'one bad', machines: ONE, aliases: true, alarmAt: 100 },
  { name: 'one new good', machines: ONE, aliases: false },
  { name: 'one new bad', machines: ONE, aliases: false, alarmAt: 100 },
  { name: 'three good', machines: THREE, aliases: true },
  { name: 'three bad', machines: THREE, aliases: true, alarmAt: 250 },
];

export interface Played {
  readonly world: FaultWorld;
  readonly executions: string[];
}

/** Plays one deployment of a stage to its end, watchdog included. */
export async function play(
  stage: Stage,
  options: Partial<WorldOptions> = {},
  during: (played: Played) => void = () => {},
): Promise<Played> {
  const { machines, aliases, alarmAt } = stage;
  const world = new FaultWorld({ machines, aliases, ...options });
  const played: Played = { world, executions: [] };
  await world.open();
  played.executions.push(await world.start('d1'));
  if (alarmAt !== undefined) world.alarmIn(alarmAt);
  during(played);
  await world.settle();
  return played;
}

/** How a deployment of that stage ends when nothing goes wrong, or only what passes. */
export function usualEnd({ alarmAt }: Stage): string {
  return alarmAt === undefined ? 'Succeeded' : 'RolledBack';
}

export async function violated(
  { world, executions }: Played,
  expectations: Expectations = {},
): Promise<readonly string[]> {
  return violations(world, executions, expectations);
}
