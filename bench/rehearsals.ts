import type { Benchmark } from './benchmark.ts';
import { findingsOf } from './rehearsals/findings.ts';
import { rehearseInWorkers } from './rehearsals/in-workers.ts';
import { CIRCUMSTANCES } from './rehearsals/releases.ts';

const HARMLESS = 200;
const BAD = 50;

/** Good and bad releases through the whole deployer on local AWS: what becomes of them, each with chances of its own. */
export const rehearsals: Benchmark = {
  name: 'rehearsals',
  about: `${HARMLESS} rehearsals of a harmless candidate and ${BAD} of one that fails everything (${CIRCUMSTANCES})`,
  run: async () => {
    const harmless = await rehearseInWorkers('harmless', HARMLESS);
    const failsAll = await rehearseInWorkers('failsAll', BAD);
    return findingsOf({ harmless, failsAll });
  },
};
