import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { seededRandom } from '../../local/random.ts';
import { directClients } from '../../test/faults/direct-clients.ts';
import type { Order } from './peer-client.ts';

/** boto3's default, the legacy mode: five attempts in all (botocore 1.43.11, _retry.json and retryhandler.py). Before the n-th retry it waits for a random part of 2^(n-1) seconds. */
const ATTEMPTS = 5;

/** What it tries again of what local AWS answers: there is no network to fail. */
const RETRIED = ['ThrottlingException', 'Throttling'];

/**
 * What a peer works with that is a Python program with boto3's defaults: what is refused five times is an exception.
 * @param answered hears of each call that AWS has granted
 */
export function boto3(
  aws: LocalAws,
  seed: number,
  answered: (operation: string) => void = () => {},
): Pick<Order, 'clients' | 'sleep'> {
  const random = seededRandom(`boto3/${seed}`);
  const clients = directClients(aws, async (_service, operation, _input, call) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await call();
        answered(operation);
        return answer;
      } catch (error) {
        if (attempt === ATTEMPTS || !isRetried(error)) throw error;
        await sleep(aws.clock, random.next() * 2 ** (attempt - 1) * 1000);
      }
    }
  });
  return { clients, sleep: (seconds) => sleep(aws.clock, seconds * 1000) };
}

/** What such a program tries again; where it is ended by that, AWS has refused it as often as it tries. */
export function isRetried(error: unknown): boolean {
  return error instanceof Error && RETRIED.includes(error.name);
}
