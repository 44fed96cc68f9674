import type { EpochMillis } from '../clock.ts';
import type { Dimension, MetricDatum } from '../cloudwatch/metric-datum.ts';
import type { StateMachine } from './state-machine.ts';

/** The dimension sets that the metrics of one start are reported under. */
export type Dimensions = readonly (readonly Dimension[])[];

export type ReportMetric = (datum: MetricDatum) => void;

/**
 * Under the machine; started through a version or an alias, also under machine and version; through an alias, also under machine and
 * alias. AWS has no set with both (Developer Guide, "Associating executions with a version or alias").
 */
export function dimensionsOf(
  machine: StateMachine,
  version: number | undefined,
  alias: string | undefined,
): Dimensions {
  const key = `${version ?? ''}/${alias ?? ''}`;
  const known = machine.dimensions.get(key);
  if (known) return known;
  const ofMachine = { Name: 'StateMachineArn', Value: machine.arn };
  const dimensions = [
    [ofMachine],
    ...(version === undefined ? [] : [[ofMachine, { Name: 'Version', Value: String(version) }]]),
    ...(alias === undefined ? [] : [[ofMachine, { Name: 'Alias', Value: alias }]]),
  ];
  machine.dimensions.set(key, dimensions);
  return dimensions;
}

const END_METRICS = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const;

export function reportStart(report: ReportMetric, dimensions: Dimensions, at: EpochMillis): void {
  reportAll(report, dimensions, 'ExecutionsStarted', 1, 'Count', at);
}

/** The metrics of redrives know neither versions nor aliases: the first set is the machine's own. */
export function reportRedrive(report: ReportMetric, [ofMachine]: Dimensions, at: EpochMillis): void {
  reportAll(report, [ofMachine!], 'ExecutionsRedriven', 1, 'Count', at);
}

/**
 * The start is reported a second time, as 0: AWS says so, and it makes SampleCount the wrong statistic for it. A redriven execution's end counts among all ends, and
 * once more among those of redriven ones.
 */
export function reportEnd(
  report: ReportMetric,
  dimensions: Dimensions,
  end: {
    readonly status: keyof typeof END_METRICS;
    readonly startDate: EpochMillis;
    readonly stopDate: EpochMillis;
    readonly redriven: boolean;
  },
): void {
  const { status, startDate, stopDate } = end;
  reportAll(report, dimensions, 'ExecutionsStarted', 0, 'Count', stopDate);
  reportAll(report, dimensions, END_METRICS[status], 1, 'Count', stopDate);
  reportAll(report, dimensions, 'ExecutionTime', stopDate - startDate, 'Milliseconds', stopDate);
  if (end.redriven) reportAll(report, dimensions.slice(0, 1), `Redriven${END_METRICS[status]}`, 1, 'Count', stopDate);
}

function reportAll(
  report: ReportMetric,
  sets: Dimensions,
  metricName: string,
  value: number,
  unit: string,
  timestamp: EpochMillis,
): void {
  for (const dimensions of sets) report({ namespace: 'AWS/States', metricName, dimensions, value, unit, timestamp });
}
