import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The megabytes of heap that are in use once what nobody needs is gone. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}
