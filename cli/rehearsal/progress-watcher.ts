import type { TaskName } from '../../workflow/definition.ts';
import type { Health, Verdict } from '../../workflow/document.ts';
import type { TaskWatcher } from '../installed-deployer.ts';

const MOVES: readonly TaskName[] = ['ShiftTraffic', 'Promote', 'RollBack'];

/**
 * Calls `look` when there is something new to see: after a move of an alias, after a verdict that differs from the one before, and after one that something follows from.
 * It looks when the next function begins, as only then the history tells of the answer before.
 */
export function progressWatcher(look: () => Promise<void>): Pick<TaskWatcher, 'before' | 'answered'> {
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
      const health = answer as Health;
      news ||= health.verdict !== verdict || health.decision !== 'keepBaking';
      verdict = health.verdict;
    },
  };
}
