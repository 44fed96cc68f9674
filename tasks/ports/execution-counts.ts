import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { PastExecutions, UsualStarts } from '../../workflow/evidence.ts';
import { MINUTE_SECONDS, type Minute, minuteOf, secondsOf, type VersionCounts } from '../../workflow/minutes.ts';
import { type MetricSeries, readMetrics } from './metric-data.ts';

/** An alias and the two versions that share what is started through it, by their numbers. */
export interface CountedAlias {
  readonly stateMachineArn: string;
  readonly alias: string;
  readonly candidate: number;
  readonly stable: number;
}

/** How many executions started and ended, as CloudWatch counts them: best effort, a minute or two late, and whichever way they were started. */
export interface ExecutionCounts {
  /** Of each alias, its minutes in which anything was counted. `fromMinute` is the first one and `untilMinute` the first one that is left out. */
  perMinute(
    aliases: readonly CountedAlias[],
    fromMinute: number,
    untilMinute: number,
  ): Promise<readonly (readonly Minute[])[]>;
  /** Executions of one machine in the 24 hours before `now`, through the alias and in all. */
  usual(target: { readonly stateMachineArn: string; readonly alias: string }, now: string): Promise<UsualStarts>;
  /** Of one version in the 24 hours before `now`. */
  lastDay(
    version: { readonly stateMachineArn: string; readonly version: number },
    now: string,
  ): Promise<PastExecutions>;
}

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

export function awsExecutionCounts(cloudwatch: CloudWatchClient): ExecutionCounts {
  return {
    async perMinute(aliases, fromMinute, untilMinute) {
      if (untilMinute <= fromMinute) return aliases.map(() => []);
      const wanted = aliases.flatMap((alias, index) => seriesOf(alias).map((series) => ({ ...series, index })));
      const window = { from: dateOf(fromMinute), to: dateOf(untilMinute), periodSeconds: MINUTE_SECONDS };
      const read = await readMetrics(cloudwatch, wanted, window);
      const minutes = aliases.map(() => new Map<number, Counted>());
      for (const [i, points] of read.entries()) {
        const { index, side, count } = wanted[i]!;
        for (const { at, value } of points) {
          const minute = minuteOf(at.getTime() / 1000);
          const counted = minutes[index]!.get(minute) ?? { minute };
          minutes[index]!.set(minute, counted);
          counted[side] = { ...counted[side], [count]: (counted[side]?.[count] ?? 0) + value };
        }
      }
      return minutes.map((counted) => [...counted.values()].sort((a, b) => a.minute - b.minute));
    },

    async usual({ stateMachineArn, alias }, now) {
      const to = Math.floor(secondsOf(now) / MINUTE_SECONDS) * MINUTE_SECONDS;
      const window = {
        from: new Date((to - DAY_SECONDS) * 1000),
        to: new Date(to * 1000),
        periodSeconds: MINUTE_SECONDS,
      };
      const started = { stateMachineArn, metricName: 'ExecutionsStarted', statistic: 'Sum' } as const;
      const took = { stateMachineArn, by: { alias }, metricName: 'ExecutionTime', statistic: 'Maximum' } as const;
      const series = [{ ...started, by: { alias } }, started, took];
      const [through = [], all = [], times = []] = await readMetrics(cloudwatch, series, window);
      const counts = (points: typeof through) => points.reduce((sum, { value }) => sum + value, 0);
      const first = Math.min(to, ...through.map(({ at }) => at.getTime() / 1000));
      return {
        throughAlias: counts(through),
        inAll: counts(all),
        observedSeconds: to - first,
        ...longestOf(times.map(({ value }) => value)),
      };
    },

    async lastDay({ stateMachineArn, version }, now) {
      const hour = Math.floor(secondsOf(now) / HOUR_SECONDS) * HOUR_SECONDS;
      const window = { from: new Date((hour - DAY_SECONDS) * 1000), to: new Date(now), periodSeconds: HOUR_SECONDS };
      const of = { stateMachineArn, by: { version } };
      const sums = ['ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'];
      const series = [
        ...sums.map((metricName) => ({ ...of, metricName, statistic: 'Sum' as const })),
        { ...of, metricName: 'ExecutionTime', statistic: 'Maximum' as const },
      ];
      const values = (await readMetrics(cloudwatch, series, window)).map((points) => points.map(({ value }) => value));
      const [succeeded = 0, failed = 0, timedOut = 0] = values.map((one) => one.reduce((sum, value) => sum + value, 0));
      const failures = failed + timedOut;
      const longest = values[sums.length]!;
      return {
        executions: succeeded + failures,
        failures,
        ...longestOf(longest),
      };
    },
  };
}

/** ExecutionTime is in milliseconds. */
function longestOf(milliseconds: readonly number[]): { readonly longestSeconds?: number } {
  return milliseconds.length > 0 ? { longestSeconds: Math.max(...milliseconds) / 1000 } : {};
}

interface Counted extends Minute {
  candidate?: VersionCounts;
  stable?: VersionCounts;
  alias?: VersionCounts;
}

interface SideSeries extends MetricSeries {
  readonly side: 'candidate' | 'stable' | 'alias';
  readonly count: keyof VersionCounts;
}

const METRICS: readonly (readonly [metricName: string, count: keyof VersionCounts])[] = [
  ['ExecutionsStarted', 'started'],
  ['ExecutionsSucceeded', 'succeeded'],
  ['ExecutionsFailed', 'failed'],
  ['ExecutionsTimedOut', 'failed'],
  ['ExecutionsAborted', 'aborted'],
];

function seriesOf({ stateMachineArn, alias, candidate, stable }: CountedAlias): readonly SideSeries[] {
  const series = (side: SideSeries['side'], by: NonNullable<MetricSeries['by']>): readonly SideSeries[] =>
    METRICS.map(([metricName, count]) => ({ metricName, stateMachineArn, by, statistic: 'Sum', side, count }));
  return [
    ...series('candidate', { version: candidate }),
    ...series('stable', { version: stable }),
    ...series('alias', { alias }).filter(({ count }) => count !== 'aborted'),
  ];
}

function dateOf(minute: number): Date {
  return new Date(minute * MINUTE_SECONDS * 1000);
}
