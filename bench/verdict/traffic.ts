import type { Random } from '../../local/random.ts';
import type { Counts } from '../../workflow/compare-versions.ts';
import type { History } from '../../workflow/log-evidence.ts';
import { poisson } from './poisson.ts';

/** What goes on around a deployment: Poisson starts, each routed by the weight of its moment and ended at once. */
export interface World {
  readonly perSecond: number;
  readonly stableRate: number;
  readonly candidateRate: number;
  /** Both versions fail with this rate for a while, whatever their own. */
  readonly incident?: { readonly fromSeconds: number; readonly toSeconds: number; readonly rate: number };
  readonly feed: Feed;
}

/** How counts come to be seen: those of a bucket all at once, some time after its end. */
export interface Feed {
  /** Weights and incidents change on a multiple of this; it divides a bucket's length. */
  readonly tickSeconds: number;
  readonly bucketSeconds: number;
  readonly pollSeconds: number;
  readonly seenAfterSeconds: readonly [earliest: number, latest: number];
}

/** CloudWatch's metrics: a minute is there 30 to 90 s after its end. */
export const METRICS: Feed = { tickSeconds: 30, bucketSeconds: 60, pollSeconds: 30, seenAfterSeconds: [30, 90] };
/** The executions themselves, listed: seconds old. */
export const EXECUTIONS: Feed = { tickSeconds: 10, bucketSeconds: 10, pollSeconds: 10, seenAfterSeconds: [2, 8] };

export interface SeenBucket extends Counts {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly seenAt: number;
}

export interface Traffic {
  readonly feed: Feed;
  readonly history: History;
  /** Seconds since the first shift. */
  seconds(): number;
  /** Lets a tick pass at a candidate weight from 0 to 1. */
  pass(weight: number): void;
  /** All that have ended, in order; each is seen from its `seenAt` on. */
  readonly buckets: readonly SeenBucket[];
  /** How many executions the candidate was given until then. */
  candidateStarts(untilSeconds: number): number;
}

export function traffic(world: World, random: Random): Traffic {
  const { perSecond, feed } = world;
  const [traffic, delays] = [random.stream('traffic'), random.stream('delays')];
  const buckets: SeenBucket[] = [];
  const starts: number[] = [0];
  let open = { candidateFailed: 0, candidateSucceeded: 0, stableFailed: 0, stableSucceeded: 0 };
  const pass = (weight: number): void => {
    const now = (starts.length - 1) * feed.tickSeconds;
    const [candidate, stable] = ratesAt(world, now);
    const [toCandidate, toStable] = [
      feed.tickSeconds * perSecond * weight,
      feed.tickSeconds * perSecond * (1 - weight),
    ];
    const failed = poisson(toCandidate * candidate, traffic);
    const succeeded = poisson(toCandidate * (1 - candidate), traffic);
    open.candidateFailed += failed;
    open.candidateSucceeded += succeeded;
    open.stableFailed += poisson(toStable * stable, traffic);
    open.stableSucceeded += poisson(toStable * (1 - stable), traffic);
    starts.push(starts.at(-1)! + failed + succeeded);
    const toSeconds = now + feed.tickSeconds;
    if (toSeconds % feed.bucketSeconds !== 0) return;
    const [earliest, latest] = feed.seenAfterSeconds;
    const seenAt = toSeconds + earliest + (latest - earliest) * delays.next();
    buckets.push({ ...open, fromSeconds: toSeconds - feed.bucketSeconds, toSeconds, seenAt });
    open = { candidateFailed: 0, candidateSucceeded: 0, stableFailed: 0, stableSucceeded: 0 };
  };
  return {
    feed,
    history: dayOf(world, random.stream('history')),
    seconds: () => (starts.length - 1) * feed.tickSeconds,
    pass,
    buckets,
    candidateStarts: (until) => starts[Math.min(starts.length - 1, Math.round(until / feed.tickSeconds))]!,
  };
}

function ratesAt({ incident, candidateRate, stableRate }: World, seconds: number): [number, number] {
  if (!incident || seconds < incident.fromSeconds || seconds >= incident.toSeconds) return [candidateRate, stableRate];
  return [Math.max(incident.rate, candidateRate), Math.max(incident.rate, stableRate)];
}

const DAY_SECONDS = 86_400;

/** Stable alone, the day before. */
function dayOf({ perSecond, stableRate }: World, random: Random): History {
  const failures = poisson(DAY_SECONDS * perSecond * stableRate, random);
  return { failures, executions: failures + poisson(DAY_SECONDS * perSecond * (1 - stableRate), random) };
}
