import type { Benchmark } from './benchmark.ts';
import { findingsOf } from './rehearsals/findings.ts';
import { CIRCUMSTANCES, type Release, rehearseRelease } from './rehearsals/releases.ts';
import { inWorkers } from './workers/in-workers.ts';

const RELEASES = new URL('rehearsals/releases.ts', import.meta.url).href;
const HARMLESS = 200;
const BAD = 50;

/** Good and bad releases through the whole deployer on local AWS: what becomes of them, each with chances of its own. */
export const rehearsals: Benchmark = {
  name: 'rehearsals',
  about: `${HARMLESS} rehearsals of a harmless candidate and ${BAD} of one that fails everything (${CIRCUMSTANCES})`,
  run: async () => {
    const seeds = (release: Release, count: number) =>
      Array.from({ length: count }, (_, i) => ({ release, seed: i + 1 }));
    const jobs = [...seeds('harmless', HARMLESS), ...seeds('failsAll', BAD)];
    const endings = await inWorkers(RELEASES, rehearseRelease, jobs);
    return findingsOf({ harmless: endings.slice(0, HARMLESS), failsAll: endings.slice(HARMLESS) });
  },
};
