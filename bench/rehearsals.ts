import type { Benchmark } from './benchmark.ts';
import { findingsOf } from './rehearsals/findings.ts';
import { CIRCUMSTANCES, type Release, rehearseRelease } from './rehearsals/releases.ts';
import { inWorkers } from './workers/in-workers.ts';

const RELEASES = new URL('rehearsals/releases.ts', import.meta.url).href;
const FULL = { harmless: 200, failsAll: 50 };
const REDUCED = { harmless: 40, failsAll: 10 };

/** Good and bad releases through the whole deployer on local AWS: what becomes of them, each with chances of its own. */
export const rehearsals: Benchmark = {
  name: 'rehearsals',
  about: `${REDUCED.harmless} rehearsals of a harmless candidate and ${REDUCED.failsAll} of one that fails everything, with --full ${FULL.harmless} and ${FULL.failsAll} (${CIRCUMSTANCES})`,
  run: async ({ full }) => {
    const { harmless, failsAll } = full ? FULL : REDUCED;
    const seeds = (release: Release, count: number) =>
      Array.from({ length: count }, (_, i) => ({ release, seed: i + 1 }));
    const jobs = [...seeds('harmless', harmless), ...seeds('failsAll', failsAll)];
    const endings = await inWorkers(RELEASES, rehearseRelease, jobs);
    return findingsOf({ harmless: endings.slice(0, harmless), failsAll: endings.slice(harmless) });
  },
};
