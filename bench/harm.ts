import type { Benchmark, Finding, Grid } from './benchmark.ts';
import { BASE, harmCells } from './harm/cells.ts';
import { firstMinutes } from './harm/first-minutes.ts';
import { EXCESS, excessOf, MINUTES, MISSED, REFUSED } from './harm/measures.ts';
import { whyCheaper, whyFewerMissed, whySooner } from './harm/why.ts';
import { comparison, intervals, type Measure } from './releases/compared.ts';
import { type Cell, type Results, runAll } from './releases/results.ts';
import { DOCUMENTED, OUR_WAY, TUNED, type Way, WITH_THEIR_ALARM } from './releases/ways.ts';

const FIRST_MINUTES = { reduced: 60, full: 200 };
const PEER_WAYS = [...DOCUMENTED, ...TUNED];

/** What bad candidates spoil before they are gone, through the whole deployer on local AWS, and by peers who drive the same API. */
export const harm: Benchmark = {
  name: 'harm',
  about: `bad candidates on local AWS, ${100 * BASE} % of stable's executions failing, aliases up to 5 s late; peers with their documented alarm (1 failure in 5 min), and tuned to refuse 1 % of good releases at most`,
  run: async ({ full }) => {
    const cells = harmCells(full);
    const ways = [OUR_WAY, WITH_THEIR_ALARM, ...PEER_WAYS];
    const results = await runAll(cells, ways);
    return [
      ...(await firstMinutes(full ? FIRST_MINUTES.full : FIRST_MINUTES.reduced)),
      ...compared(cells, results),
      intervals('± of these failures, 95 % interval', cells, ways, results, excessOf),
      grid(REFUSED, cells, [WITH_THEIR_ALARM, ...PEER_WAYS], results),
      endings(cells, results),
      thresholds(cells),
    ];
  },
};

function compared(cells: readonly Cell[], results: Results): readonly Finding[] {
  const all = [OUR_WAY, ...PEER_WAYS] as const;
  const vetoed = [WITH_THEIR_ALARM, ...DOCUMENTED] as const;
  const sameAlarm = { ...EXCESS, name: `with the same alarm: ${EXCESS.name}` };
  return [
    comparison(EXCESS, cells, all, results, whyCheaper(OUR_WAY, PEER_WAYS, results)),
    comparison(sameAlarm, cells, vetoed, results, whyCheaper(WITH_THEIR_ALARM, DOCUMENTED, results)),
    comparison(MISSED, cells, all, results, whyFewerMissed(PEER_WAYS, results)),
    comparison(MINUTES, cells, all, results, whySooner(PEER_WAYS, results)),
  ];
}

function grid({ name, unit, value }: Measure, cells: readonly Cell[], ways: readonly Way[], results: Results): Grid {
  const rows = cells.map((cell) => ({ name: cell.name, values: ways.map((way) => value(results.of(cell, way))) }));
  return { name: `${name}, ${unit}`, columns: ways.map((way) => way.name), rows };
}

/** How ours ended, without an alarm. */
function endings(cells: readonly Cell[], results: Results): Grid {
  const wayOf = ({ end, reason }: { readonly end: string; readonly reason?: string }) => reason ?? end;
  const of = (cell: Cell) => results.of(cell, OUR_WAY).map(wayOf);
  const columns = [...new Set(cells.flatMap(of))].sort();
  const rows = cells.map((cell) => ({
    name: cell.name,
    values: columns.map((column) => of(cell).filter((one) => one === column).length),
  }));
  return { name: 'how ours ended', columns, rows };
}

/** Failures in five minutes. */
function thresholds(cells: readonly Cell[]): Grid {
  const rows = cells.map(({ name, release }) => ({
    name,
    values: TUNED.map((way) => {
      const alarm = way.alarmFor(release);
      return alarm && alarm !== 'none' ? alarm.threshold : null;
    }),
  }));
  return { name: 'tuned thresholds', columns: TUNED.map(({ name }) => name), rows, onlyJson: true };
}
