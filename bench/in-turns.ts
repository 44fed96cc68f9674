/**
 * What several ways come to, measured in turns, so that all meet the same machine: the median of the rounds of each, after one to warm up.
 * @param ways each answers one value
 */
export async function mediansInTurns(
  rounds: number,
  ways: readonly (() => number | Promise<number>)[],
): Promise<readonly number[]> {
  const values = ways.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, way] of ways.entries()) {
      const value = await way();
      if (round > 0) values[i]!.push(value);
    }
  }
  return values.map(median);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
