import type { Benchmark } from './benchmark.ts';
import { goals } from './verdict/goals.ts';
import { peersAhead } from './verdict/peers-ahead.ts';
import { grids, simulateAll } from './verdict/results.ts';

const REDUCED = { deployments: 250, lasting: 100 };
const FULL = { deployments: 5000, lasting: 5000 };

/** Good and bad releases by the thousand, judged by our rule and by the peers': what each costs. */
export const verdict: Benchmark = {
  name: 'verdict',
  about: `false roll-backs, missed bad releases and excess failures, of ${REDUCED.deployments} simulated deployments a cell, ${FULL.deployments} with --full`,
  run: async ({ full }) => {
    const { deployments, lasting } = full ? FULL : REDUCED;
    const results = simulateAll(deployments, lasting);
    return [...grids(results), ...peersAhead(results), ...goals(results)];
  },
};
