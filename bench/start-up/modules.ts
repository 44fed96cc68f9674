import type { Finding } from '../benchmark.ts';
import { mediansInTurns } from '../in-turns.ts';
import { PEER, whyNoPeer } from '../peer.ts';
import { PROJECT } from './installed.ts';
import { loadTime } from './timed.ts';

const WHY =
  'it holds Step Functions, CloudWatch, Lambda, EventBridge and DynamoDB, and both query languages; a way in to Step Functions alone would load sooner';

/** How long a test waits for its import of local AWS, beside the client that it needs anyway, and the one other interpreter. */
export async function modules(installed: string, rounds: number): Promise<readonly Finding[]> {
  const ours = loadTime("await import('stepshift/local');", installed);
  const client = loadTime("await import('@aws-sdk/client-sfn');", PROJECT);
  const missing = whyNoPeer();
  const peer = missing === undefined ? [loadTime(`await import('${PEER}');`, PROJECT)] : [];
  const [local, sdk, other = null] = await mediansInTurns(rounds, [ours, client, ...peer]);
  const compared: Finding = {
    name: 'cold import of local AWS as a library',
    unit: 'ms',
    better: 'less',
    peers: ['@aws-sdk/client-sfn', PEER],
    rows: [{ name: 'stepshift/local', ours: local!, peers: [sdk!, other], why: WHY }],
  };
  return missing === undefined ? [compared] : [compared, { name: `cold import of ${PEER}`, skipped: missing }];
}
