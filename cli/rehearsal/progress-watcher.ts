import type { TaskName } from '../../workflow/definition.ts';
import type { Verdict } from '../../workflow/document.ts';
import type { TaskWatcher } from './deployer.ts';

const MOVES: readonly TaskName[] = ['ShiftTraffic', 'Promote', 'RollBack'];

/**
 * Calls `look` when there is something new to see: after a move of an alias, and after a verdict that differs from the one before.
 * It looks when the next function begins, as only then the history tells of the answer before.
 */
export function progressWatcher(look: () => Promise<void>): TaskWatcher {
  let news = false;
  let verdict: Verdict | undefined;
  return {
    before: async (task) => {
      if (!news || MOVES.includes(task)) return;
      news = false;
      await look();
    },
    answered: (task, answer) => {
      if (MOVES.includes(task)) news = true;
      if (task !== 'CheckHealth') return;
      const health = answer as { readonly verdict: Verdict };
      news ||= health.verdict !== verdict;
      verdict = health.verdict;
    },
  };
}
