import type { SeenBucket } from '../../verdict/traffic.ts';
import { every, firstTime, type Rule } from './rule.ts';

const POLL_SECONDS = 60;
/** One-sided, 1 %: meant for one look. */
const QUANTILE = 2.326348;

/** What is written first when versions are to be compared: the pooled two-proportion z-test, looked at each minute. */
export const PEEKED_Z_TEST: Rule = {
  name: 'z-test peeked',
  rollsBackAt: ({ fullSeconds }, traffic) => firstTime(every(POLL_SECONDS, 0, fullSeconds), traffic, isSignificant),
};

function isSignificant(seen: readonly SeenBucket[]): boolean {
  let [cf, cs, sf, ss] = [0, 0, 0, 0];
  for (const bucket of seen) {
    cf += bucket.candidateFailed;
    cs += bucket.candidateSucceeded;
    sf += bucket.stableFailed;
    ss += bucket.stableSucceeded;
  }
  const [candidate, stable] = [cf + cs, sf + ss];
  if (candidate === 0 || stable === 0) return false;
  const pooled = (cf + sf) / (candidate + stable);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / candidate + 1 / stable));
  return deviation > 0 && (cf / candidate - sf / stable) / deviation >= QUANTILE;
}
