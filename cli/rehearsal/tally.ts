import type { EpochMillis } from '../../local/clock.ts';
import type { MetricDatum } from '../../local/cloudwatch/metric-datum.ts';
import type { ExecutionCounts } from '../../report/observed-machine.ts';

const ENDS = new Map<string, 'succeeded' | 'failed' | undefined>([
  ['ExecutionsSucceeded', 'succeeded'],
  ['ExecutionsFailed', 'failed'],
  ['ExecutionsTimedOut', 'failed'],
  ['ExecutionsAborted', undefined],
]);

/**
 * How many executions of each machine's versions start while counting is on, and how many of these succeed and fail (or time out) while it is. What was under way
 * before counts nowhere.
 */
export interface Tally {
  /** Tells it of a metric as Step Functions reports it: the one account that AWS gives of EXPRESS executions, too. */
  readonly observe: (datum: MetricDatum) => void;
  /** Counting goes on from `now`, unless it is on. */
  begin(now: EpochMillis): void;
  end(now: EpochMillis): void;
  /** The sum over all versions of a machine for which `belongs` holds. */
  of(stateMachineArn: string, belongs: (version: number) => boolean): ExecutionCounts;
}

interface Span {
  readonly from: EpochMillis;
  to: EpochMillis;
}

type Counts = { -readonly [kind in keyof ExecutionCounts]: number };

export function openTally(): Tally {
  const counts = new Map<string, Map<number, Counts>>();
  const spans: Span[] = [];
  let open: Span | undefined;
  /** How the execution ended whose ExecutionTime is reported next. */
  let ended: 'succeeded' | 'failed' | undefined;
  const countsOf = (arn: string, version: number): Counts => {
    const versions = counts.get(arn) ?? new Map<number, Counts>();
    const count = versions.get(version) ?? { started: 0, succeeded: 0, failed: 0 };
    counts.set(arn, versions.set(version, count));
    return count;
  };
  return {
    observe: ({ metricName, dimensions, value, timestamp }) => {
      const version = dimensions.find(({ Name }) => Name === 'Version')?.Value;
      if (!open || version === undefined) return;
      const count = () => countsOf(dimensions.find(({ Name }) => Name === 'StateMachineArn')!.Value, Number(version));
      if (metricName === 'ExecutionsStarted') count().started += value;
      if (ENDS.has(metricName)) ended = ENDS.get(metricName);
      // How long it took tells when it was started.
      if (metricName === 'ExecutionTime' && ended && isWithin(spans, timestamp - value)) count()[ended]++;
    },
    begin: (now) => {
      if (open) return;
      open = { from: now, to: Number.POSITIVE_INFINITY };
      spans.push(open);
    },
    end: (now) => {
      if (open) open.to = now;
      open = undefined;
    },
    of: (stateMachineArn, belongs) => {
      const sum = { started: 0, succeeded: 0, failed: 0 };
      for (const [version, count] of counts.get(stateMachineArn) ?? []) {
        if (!belongs(version)) continue;
        sum.started += count.started;
        sum.succeeded += count.succeeded;
        sum.failed += count.failed;
      }
      return sum;
    },
  };
}

function isWithin(spans: readonly Span[], time: EpochMillis): boolean {
  return spans.some(({ from, to }) => from <= time && time <= to);
}
