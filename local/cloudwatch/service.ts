import type { AwsService, CallContext, Operation } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import type { MetricAlarm } from './alarm.ts';
import { type AlarmStateChange, alarmStateChange } from './alarm-events.ts';
import { AlarmHistory } from './alarm-history.ts';
import { alarmOperations } from './alarm-operations.ts';
import { AlarmRegistry } from './alarm-registry.ts';
import { AlarmTags } from './alarm-tags.ts';
import { alarmTicks } from './alarm-ticks.ts';
import { periodOf, watch } from './alarm-watch.ts';
import { CompositeAlarms } from './composite-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { MetricStore } from './metric-store.ts';
import { customData } from './put-metric-data.ts';
import { tokenBucket } from './token-bucket.ts';

export interface CloudWatchOptions {
  readonly clock: Clock;
  readonly context: CallContext;
  /**
   * How long after the end of a minute the data that AWS services emitted in it can be seen by reads and alarms. Default 60: an execution
   * that fails shows in AWS/States one to two minutes later. What was emitted in one minute appears together. An alarm looks back two
   * periods more than it evaluates: what comes later than that, it never sees.
   */
  readonly metricDelaySeconds?: number;
  /** How long after PutMetricData its data can be seen. Default 3, as recorded on AWS; never more than `metricDelaySeconds`. */
  readonly customMetricDelaySeconds?: number;
  /** Called when an alarm's state changes, with the event that AWS sends to EventBridge. */
  readonly onAlarmStateChange?: (event: AlarmStateChange) => void;
  /** Throttles DescribeAlarms as an account's quota does (9 a second on AWS). Default: no throttling. */
  readonly describeAlarmsPerSecond?: number;
}

/** CloudWatch: metrics, and the alarms on them. Alarms are evaluated on the clock; their actions are kept but not performed. */
export class CloudWatch implements AwsService {
  readonly targetPrefix = 'GraniteServiceVersion20100801';
  readonly operations: Readonly<Record<string, Operation>>;
  /** Where services of this account put their own metrics. */
  readonly metrics: MetricStore;

  constructor(options: CloudWatchOptions) {
    const { clock, context, metricDelaySeconds = 60, customMetricDelaySeconds = 3 } = options;
    this.metrics = new MetricStore({
      clock,
      serviceDelaySeconds: metricDelaySeconds,
      customDelaySeconds: Math.min(customMetricDelaySeconds, metricDelaySeconds),
    });
    const history = new AlarmHistory(clock);
    const registry = new AlarmRegistry(clock, context, history);
    registry.onTransition((alarm, previous) =>
      options.onAlarmStateChange?.(alarmStateChange(alarm, previous, context)),
    );
    const composites = new CompositeAlarms(registry);
    const ticks = alarmTicks(clock, {
      shortest: () => shortestPeriod(registry),
      tick: (every) => evaluateAlarms(registry, this.metrics, clock, every),
    });
    const tags = new AlarmTags(registry);
    const parts = { clock, context, store: this.metrics, registry, composites, tags };
    const alarms = alarmOperations({ ...parts, alarmsChanged: () => ticks.reschedule() });
    this.operations = {
      ...metricOperations(this.metrics, clock),
      ...throttled(alarms, options),
      DescribeAlarmHistory: (input) => history.describe(input),
    };
  }
}

function metricOperations(store: MetricStore, clock: Clock): Record<string, Operation> {
  return {
    PutMetricData: (input) => {
      for (const datum of customData(input, clock.now())) store.putCustom(datum);
    },
    GetMetricData: (input) => getMetricData(input, store, clock.now()),
    GetMetricStatistics: (input) => getMetricStatistics(input, store, clock.now()),
    ListMetrics: (input) => listMetrics(input, store, clock.now()),
  };
}

function throttled(
  operations: Record<string, Operation>,
  { clock, describeAlarmsPerSecond }: CloudWatchOptions,
): Record<string, Operation> {
  if (describeAlarmsPerSecond === undefined) return operations;
  const take = tokenBucket(clock, describeAlarmsPerSecond);
  const describe = operations.DescribeAlarms!;
  const DescribeAlarms: Operation = (input, context) => {
    take();
    return describe(input, context);
  };
  return { ...operations, DescribeAlarms };
}

function metricAlarms(registry: AlarmRegistry): MetricAlarm[] {
  return registry.all().filter((alarm) => alarm.kind === 'MetricAlarm');
}

function shortestPeriod(registry: AlarmRegistry): number | undefined {
  const periods = metricAlarms(registry).map(periodOf);
  return periods.length === 0 ? undefined : Math.min(...periods);
}

function evaluateAlarms(registry: AlarmRegistry, store: MetricStore, clock: Clock, every: boolean): void {
  for (const alarm of metricAlarms(registry)) {
    if (!every && periodOf(alarm) >= 60) continue;
    const state = watch(alarm, store, clock.now());
    if (state) registry.setState(alarm.name, state);
  }
}
