import { type Case, play, type Sabotage, STAGES, violated } from './case.ts';

/** Many deployments of the same targets at once: exactly one proceeds. */
export function swarms(): readonly Case[] {
  return [10, 100].map((size) => ({
    name: `${size} deployments of one alias at once`,
    run: (sabotage: Sabotage = {}) => swarm(size, sabotage),
  }));
}

async function swarm(size: number, sabotage: Sabotage): Promise<readonly string[]> {
  const played = await play(STAGES[0]!, sabotage, ({ world, executions }) => {
    for (let i = 2; i <= size; i++) world.later(0, async () => void executions.push(await world.start(`d${i}`)));
  });
  const ends = await Promise.all(
    played.executions.map(async (executionArn) => {
      const { aws } = played.world;
      const { status, error } = await aws.states.operations.DescribeExecution!({ executionArn }, aws.context);
      return error ?? status;
    }),
  );
  const proceeded = ends.filter((end) => end === 'SUCCEEDED').length;
  const refused = ends.filter((end) => end === 'ValidationError').length;
  const wrong =
    proceeded === 1 && refused === size - 1
      ? []
      : [`of ${size} at once ${proceeded} proceeded and ${refused} were refused`];
  return [...wrong, ...(await violated(played))];
}
