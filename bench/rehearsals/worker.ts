/** One worker's share of the rehearsals: `worker.ts RELEASE COUNT INDEX OF`. Answers one line of JSON. */
import { type Ending, type Release, rehearseRelease } from './releases.ts';

const [release, count, index, of] = process.argv.slice(2);
const endings: Ending[] = [];
for (let seed = 1 + Number(index); seed <= Number(count); seed += Number(of)) {
  endings.push(await rehearseRelease(release as Release, seed));
}
process.stdout.write(`${JSON.stringify(endings)}\n`);
