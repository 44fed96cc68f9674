import type { Grid } from '../benchmark.ts';
import { HARMFUL, HARMLESS } from './cells.ts';
import { PEER_NAMES, type Results, rolledBackPercent } from './results.ts';
import { OURS } from './rules.ts';

/** Every cell in which a peer costs fewer failures than our judge: with what the same peer does to harmless candidates at that load and base rate. */
export function quickerPeers({ cells }: Results): Grid {
  const rows = HARMFUL.flatMap((cell) => {
    const rules = cells.get(cell.name)!;
    const ours = rules.get(OURS.name)!;
    return PEER_NAMES.flatMap((peer) => {
      const theirs = rules.get(peer);
      if (!theirs || theirs.excess >= ours.excess) return [];
      const falsely = [cell.harmless, `${cell.harmless}, outage`].map((name) =>
        rolledBackPercent(cells.get(name)!.get(peer)!),
      );
      return [{ name: `${cell.name}: ${peer}`, values: [ours.excess, theirs.excess, ...falsely] }];
    });
  });
  const columns = ['ours', 'the peer', 'its false roll-backs, %', 'with an outage, %'];
  return { name: 'where a peer costs fewer excess failures', columns, rows };
}

/** Every cell in which a peer rolls back fewer harmless candidates: by not looking, as a rule. */
export function quieterPeers({ cells }: Results): Grid {
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
