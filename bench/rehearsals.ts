import type { Benchmark } from './benchmark.ts';
import { findingsOf } from './rehearsals/findings.ts';
import { rehearseInWorkers } from './rehearsals/in-workers.ts';
import { CIRCUMSTANCES } from './rehearsals/releases.ts';

const FULL = { harmless: 200, failsAll: 50 };
const REDUCED = { harmless: 40, failsAll: 10 };

/** Good and bad releases through the whole deployer on local AWS: what becomes of them, each with chances of its own. */
export const rehearsals: Benchmark = {
  name: 'rehearsals',
  about: `${REDUCED.harmless} rehearsals of a harmless candidate and ${REDUCED.failsAll} of one that fails everything, with --full ${FULL.harmless} and ${FULL.failsAll} (${CIRCUMSTANCES})`,
  run: async ({ full }) => {
    const counts = full ? FULL : REDUCED;
    const harmless = await rehearseInWorkers('harmless', counts.harmless);
    const failsAll = await rehearseInWorkers('failsAll', counts.failsAll);
    return findingsOf({ harmless, failsAll });
  },
};
