import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the latest measurement counts, so that it is not collected before. */
const counted: object[] = [];

/** The megabytes of heap that are in use, once nothing is left but what is `needed` and what others hold. */
export async function heapInUse(...needed: readonly object[]): Promise<number> {
  counted.splice(0, counted.length, ...needed);
  collectGarbage();
  // What was only let go of by its finalizers goes the second time.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}
