import type { Wire } from '../../local/aws-json.ts';
import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { seededRandom } from '../../local/random.ts';

/** boto3's default, the legacy mode: five attempts in all (botocore 1.43.11, _retry.json and retryhandler.py). Before the n-th retry it waits for a random part of 2^(n-1) seconds. */
const ATTEMPTS = 5;

/** What it tries again of what local AWS answers: there is no network to fail. */
const RETRIED = ['ThrottlingException', 'Throttling'];

/** Calls AWS as a Python program with boto3's defaults does: what is refused five times is an exception. */
export type Boto3 = (service: 'states' | 'cloudwatch', operation: string, input: Wire) => Promise<Wire>;

export function boto3(aws: LocalAws, seed: number): Boto3 {
  const random = seededRandom(`boto3/${seed}`);
  return async (service, operation, input) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await aws[service].operations[operation]!(input, aws.context);
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRIED.includes((error as Error).name)) throw error;
        await sleep(aws.clock, random.next() * 2 ** (attempt - 1) * 1000);
      }
    }
  };
}
