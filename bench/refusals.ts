import type { Benchmark, ComparedRow, Grid } from './benchmark.ts';
import { PEERS } from './peers/peers.ts';
import { comparison, type Measure } from './releases/compared.ts';
import type { Ended } from './releases/outcome.ts';
import { ANY_FAILURE, CANARY_10, LINEAR_10, LOADS, type Load, type Plan } from './releases/release.ts';
import { type Cell, mean, percentOf, type Results, runAll } from './releases/results.ts';
import { refusedShare } from './releases/tuned-alarm.ts';
import { DOCUMENTED, OUR_WAY, TUNED, type Way, WITH_THEIR_ALARM } from './releases/ways.ts';

const BASES = [0.001, 0.01, 0.05];
const [QUIET, STEADY, BUSY] = LOADS;
/** Of each cell. */
const REDUCED = new Map<Load, number>([
  [QUIET, 4],
  [STEADY, 10],
  [BUSY, 4],
]);
const FULL = new Map<Load, number>([
  [QUIET, 12],
  [STEADY, 40],
  [BUSY, 12],
]);
/** A rollout of 45 minutes is looked at more often than one of ten; there are fewer of them, as they take longer. */
const FULL_LINEAR = new Map<Load, number>([
  [QUIET, 4],
  [STEADY, 12],
  [BUSY, 4],
]);

const REFUSED: Measure = {
  name: 'good candidates refused or rolled back, for whatever reason',
  unit: '%',
  value: (ended) => percentOf(ended.filter(({ end }) => end !== 'promoted').length, ended.length),
};
/** Reasons of ours that are the alarm's, before the first shift or after it. */
const VETOES = ['AlarmAlreadyFiring', 'AlarmFiring'];
const PEER_WAYS = [...DOCUMENTED, ...TUNED];

/** How often a candidate as good as stable is not let through, and how long the others take. */
export const refusals: Benchmark = {
  name: 'refusals',
  about: `good candidates on local AWS whose executions fail as stable's do, some through an outage: five minutes in which half of all executions of both versions fail; peers with their documented alarm, and tuned to refuse 1 % at most without an outage`,
  run: async ({ full }) => {
    const cells = full
      ? [...cellsOf(CANARY_10, FULL), ...cellsOf(LINEAR_10, FULL_LINEAR)]
      : cellsOf(CANARY_10, REDUCED);
    const results = await runAll(cells, [OUR_WAY, WITH_THEIR_ALARM, ...PEER_WAYS]);
    const vetoed = { ...REFUSED, name: `with the same alarm: ${REFUSED.name}` };
    return [
      comparison(REFUSED, cells, [OUR_WAY, ...PEER_WAYS], results, whyFewer(OUR_WAY, results)),
      comparison(vetoed, cells, [WITH_THEIR_ALARM, ...DOCUMENTED], results, whyFewer(WITH_THEIR_ALARM, results)),
      simulated(cells),
      times(cells, results),
      ...reasons(cells, results),
    ];
  },
};

function cellsOf(plan: Plan, counts: ReadonlyMap<Load, number>): readonly Cell[] {
  return LOADS.flatMap((load) =>
    BASES.flatMap((base) =>
      [false, true].map((outage): Cell => {
        const deployments = counts.get(load)!;
        const name = `${plan.name}, ${load.name}, ${100 * base} %${outage ? ', outage' : ''}, n = ${deployments}`;
        return { name, deployments, release: { plan, load, base, candidate: base, ...(outage && { outage }) } };
      }),
    ),
  );
}

function whyFewer(ours: Way, results: Results) {
  return (cell: Cell, row: ComparedRow): string => {
    if (row.ours === 0) return 'neither refuses any: no fewer are possible';
    const reasons = [
      ...new Set(results.of(cell, ours).flatMap(({ end, reason = end }) => (end === 'promoted' ? [] : [reason]))),
    ];
    if (reasons.every((reason) => VETOES.includes(reason)))
      return 'the alarm vetoes ours as it does theirs, and where ours takes longer, it has more time to; without it ours refuses what the table above says';
    return `ours came back as ${reasons.join(', ')}; a peer promotes when its time is over, unless its alarm fires`;
  };
}

/** What the few deployments above are a sample of. */
function simulated(cells: readonly Cell[]): Grid {
  const rows = cells
    .filter(({ release }) => !release.outage)
    .map(({ name, release }) => ({
      name,
      values: PEERS.map((peer) => (peer.deploys(release.plan) ? 100 * refusedShare(peer, release, ANY_FAILURE) : null)),
    }));
  const columns = PEERS.map((peer) => peer.name);
  return { name: 'their alarm’s part in that, in 2,000 simulations of minutes without an outage, %', columns, rows };
}

/** Of those promoted: what patience costs. */
function times(cells: readonly Cell[], results: Results): Grid {
  const ways = [OUR_WAY, ...DOCUMENTED];
  const minutes = (ended: readonly Ended[]) => {
    const seconds = mean(ended.flatMap((one) => (one.end === 'promoted' ? [one.seconds] : [])));
    return seconds === null ? null : seconds / 60;
  };
  const rows = cells.map((cell) => ({ name: cell.name, values: ways.map((way) => minutes(results.of(cell, way))) }));
  return {
    name: 'minutes that a promoted one took, the final bake included',
    columns: ways.map(({ name }) => name),
    rows,
  };
}

/** Why ours refused, where it did. */
function reasons(cells: readonly Cell[], results: Results): readonly Grid[] {
  const of = (cell: Cell) =>
    results.of(cell, OUR_WAY).flatMap(({ end, reason = end }) => (end === 'promoted' ? [] : [reason]));
  const columns = [...new Set(cells.flatMap(of))].sort();
  if (columns.length === 0) return [];
  const rows = cells.map((cell) => ({
    name: cell.name,
    values: columns.map((column) => of(cell).filter((reason) => reason === column).length),
  }));
  return [{ name: 'why ours refused', columns, rows }];
}
