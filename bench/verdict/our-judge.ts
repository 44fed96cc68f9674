import { bucketWeights, type Shift } from '../../workflow/bucket-weights.ts';
import {
  type CompareSettings,
  type Comparison,
  compareVersions,
  foldBuckets,
  nothingFolded,
} from '../../workflow/compare-versions.ts';
import { every, type Rule } from '../peers/rules/rule.ts';
import type { Schedule } from './schedule.ts';
import type { SeenBucket, Traffic } from './traffic.ts';

const VERSIONS = { stable: 1, candidate: 2 };
/** Executions end at once here. */
const LONGEST_EXECUTION_SECONDS = 0;

/** Reads the buckets as they come into sight, once each, and compares what was seen so far: the deployer's own functions. */
export interface Judge {
  /** Whether any execution has come into sight since the last look. */
  hasNews(time: number): boolean;
  look(time: number, shifts: readonly Shift[], heldSeconds: number): Comparison;
}

export function judge(traffic: Traffic, settings: CompareSettings): Judge {
  const { buckets } = traffic;
  let folded = nothingFolded(traffic.history);
  let seen = 0;
  const bake = { started: 0, failed: 0 };
  const isInSight = (index: number, time: number): boolean => index < buckets.length && buckets[index]!.seenAt <= time;
  const hasNews = (time: number): boolean => {
    for (let i = seen; isInSight(i, time); i++) if (!isEmpty(buckets[i]!)) return true;
    return false;
  };
  const look = (time: number, shifts: readonly Shift[], heldSeconds: number): Comparison => {
    const last = shifts.at(-1)!;
    for (; isInSight(seen, time); seen++) {
      const bucket = buckets[seen]!;
      const weights = bucketWeights(bucket, shifts, LONGEST_EXECUTION_SECONDS);
      folded = foldBuckets(folded, [{ ...bucket, ...weights }]);
      if (last.weight < 1 || bucket.fromSeconds < last.atSeconds) continue;
      bake.started += bucket.candidateFailed + bucket.candidateSucceeded;
      bake.failed += bucket.candidateFailed;
    }
    const firstOfStep = buckets.findIndex(({ fromSeconds }) => fromSeconds >= last.atSeconds);
    const minutesSeen = firstOfStep < 0 ? 0 : Math.max(0, seen - firstOfStep);
    const finalBake = last.weight === 1 ? { finalBake: { ...bake } } : {};
    const evidence = { versions: VERSIONS, folded, open: [], overdue: 0, minutesSeen, heldSeconds, ...finalBake };
    return compareVersions(evidence, settings);
  };
  return { hasNews, look };
}

function isEmpty({ candidateFailed, candidateSucceeded, stableFailed, stableSucceeded }: SeenBucket): boolean {
  return candidateFailed + candidateSucceeded + stableFailed + stableSucceeded === 0;
}

/** Our judge where nothing delays the schedule: it only says when to roll back, and watches until the end of the final bake. */
export function ourRule(name: string, settings: CompareSettings): Rule {
  return {
    name,
    rollsBackAt: (schedule, traffic) => {
      const { pollSeconds } = traffic.feed;
      const { hasNews, look } = judge(traffic, settings);
      return every(pollSeconds, pollSeconds, schedule.endSeconds).find(
        (time) => hasNews(time) && look(time, shiftsUntil(schedule, time), 0).verdict === 'unhealthy',
      );
    },
  };
}

function shiftsUntil({ steps, shiftSeconds }: Schedule, time: number): readonly Shift[] {
  return shiftSeconds
    .filter((at) => at <= time)
    .map((atSeconds, i) => ({ atSeconds, weight: steps[i]!.weightPercent / 100 }));
}
