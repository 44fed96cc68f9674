import type { Benchmark } from './benchmark.ts';
import { executions } from './local-aws/executions.ts';
import { memory, requests } from './local-aws/requests.ts';

/** How quickly local AWS answers and runs machines, and what it keeps of them. Client and server share this process, as they share a laptop. */
export const localAws: Benchmark = {
  name: 'local-aws',
  about:
    'local AWS: starts of a five-state machine through the SDK’s clients, beside the same clients when nothing is done for them; 10,000 executions in one process, 100 at once; and what is kept of them',
  // Before the requests: what their clients and servers leave behind would come and go in what is measured of the memory.
  run: async () => [...(await memory()), ...(await executions()), ...(await requests())],
};
