import { AwsError } from '../aws-json.ts';
import type { Clock } from '../clock.ts';

/** Lets `perSecond` calls through each second, as many at once, and refuses the others as AWS's throttling does. */
export function tokenBucket(clock: Clock, perSecond: number): () => void {
  let tokens = perSecond;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded');
    tokens -= 1;
  };
}
