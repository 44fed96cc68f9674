import { type Case, type Outcome, outcomeOf, play, worldOf } from './case.ts';
import { causeOf, endName } from './invariants/story.ts';
import { type Stage, stageNamed } from './stage.ts';

const SWARMS = [
  { stage: 'one good', size: 10 },
  { stage: 'one good', size: 100 },
  { stage: 'one bad', size: 30 },
  { stage: 'three good', size: 30 },
  { stage: 'mixed bad', size: 30 },
];

/** Many deployments of the same targets at once: exactly one proceeds. */
export function swarms(): readonly Case[] {
  return SWARMS.map(({ stage, size }) => ({
    name: `${size} deployments at once of ${stage}`,
    run: () => swarm(stageNamed(stage), size),
  }));
}

async function swarm(stage: Stage, size: number): Promise<Outcome> {
  const world = worldOf(stage);
  await play(stage, world, () => {
    for (let i = 2; i <= size; i++) world.later(0, () => world.start(`d${i}`));
  });
  const { ends } = world.witness;
  const proceeded = ends.filter((ended) => endName(ended) === stage.end).length;
  const refused = ends.filter(
    (ended) => endName(ended) === 'ValidationError' && causeOf(ended)?.reason === 'TargetLocked',
  ).length;
  const { violations, happened } = await outcomeOf(world);
  const wrong = `NOT ONE: of ${size} at once ${proceeded} proceeded and ${refused} were refused`;
  return { violations: proceeded === 1 && refused === size - 1 ? violations : [wrong, ...violations], happened };
}
