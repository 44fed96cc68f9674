import type { Grid } from '../benchmark.ts';
import type { Tally } from './cell.ts';
import { HARMFUL, HARMLESS } from './cells.ts';
import { missedPercent, PEER_NAMES, type Results, rolledBackPercent } from './results.ts';
import { OURS } from './rules.ts';

/** Every cell in which a peer does better than our judge, in whatever is measured. */
export function peersAhead(results: Results): readonly Grid[] {
  return [
    withBadReleases('where a peer costs fewer excess failures', results, ({ excess }) => excess),
    withBadReleases('where a peer misses fewer bad releases, %', results, missedPercent),
    withBadReleases('where a peer is sooner, minutes', results, ({ minutes }) => minutes),
    withGoodReleases(results),
  ];
}

/** With what the same peer does to harmless candidates at that load and base rate, and how many of these bad ones it never tells. */
function withBadReleases(name: string, { cells }: Results, value: (tally: Tally) => number): Grid {
  const rows = HARMFUL.flatMap((cell) => {
    const rules = cells.get(cell.name)!;
    const ours = value(rules.get(OURS.name)!);
    return PEER_NAMES.flatMap((peer) => {
      const theirs = rules.get(peer);
      if (!theirs || !(value(theirs) < ours)) return [];
      const falsely = [cell.harmless, `${cell.harmless}, outage`].map((harmless) =>
        rolledBackPercent(cells.get(harmless)!.get(peer)!),
      );
      return [{ name: `${cell.name}: ${peer}`, values: [ours, value(theirs), ...falsely, missedPercent(theirs)] }];
    });
  });
  const columns = ['ours', 'the peer', 'its false roll-backs, %', 'with an outage, %', 'it misses, %'];
  return { name, columns, rows };
}

/** A peer rolls back fewer harmless candidates: by not looking, as a rule. */
function withGoodReleases({ cells }: Results): Grid {
  const rows = HARMLESS.flatMap(({ name }) => {
    const rules = cells.get(name)!;
    const ours = rolledBackPercent(rules.get(OURS.name)!);
    return PEER_NAMES.flatMap((peer) => {
      const theirs = rules.get(peer);
      if (!theirs || rolledBackPercent(theirs) >= ours) return [];
      return [{ name: `${name}: ${peer}`, values: [ours, rolledBackPercent(theirs)] }];
    });
  });
  return { name: 'where a peer has fewer false roll-backs, %', columns: ['ours', 'the peer'], rows };
}
