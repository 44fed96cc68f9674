import type { SeenBucket } from '../../verdict/traffic.ts';

/** An alarm on the alias's metrics, in which both versions are mixed; idealised: it fires the moment a minute is there, and forgets it as quickly. */
export interface Alarm {
  readonly name: string;
  isFiring(seen: readonly SeenBucket[]): boolean;
}

const PERIOD_BUCKETS = 5;

/** SAM's and composureCDK's example: a sum of 1 or more in 300 s. */
export const ANY_FAILURE: Alarm = {
  name: '≥1',
  isFiring: (seen) => lately(seen).failed >= 1,
};

export const FIVE_PERCENT: Alarm = {
  name: '≥5 %',
  isFiring: (seen) => {
    const { failed, ended } = lately(seen);
    return ended > 0 && failed / ended >= 0.05;
  },
};

function lately(seen: readonly SeenBucket[]): { readonly failed: number; readonly ended: number } {
  let failed = 0;
  let succeeded = 0;
  for (const bucket of seen.slice(-PERIOD_BUCKETS)) {
    failed += bucket.candidateFailed + bucket.stableFailed;
    succeeded += bucket.candidateSucceeded + bucket.stableSucceeded;
  }
  return { failed, ended: failed + succeeded };
}
