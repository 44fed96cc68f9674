import type { CallContext, Wire } from '../aws-json.ts';
import { seededRandom } from '../random.ts';
import type { Alarm } from './alarm.ts';
import { timestampText } from './alarm-wording.ts';

/** EventBridge's "CloudWatch Alarm State Change", as the CloudWatch User Guide shows it. */
export interface AlarmStateChange {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'CloudWatch Alarm State Change';
  readonly source: 'aws.cloudwatch';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly alarmName: string;
    readonly state: EventState;
    readonly previousState: EventState;
    readonly configuration: Wire;
  };
}

interface EventState {
  readonly value: string;
  readonly reason: string;
  readonly reasonData?: string;
  readonly timestamp: string;
}

/** The event for a change of `previous` to `alarm`. Its id follows from what happened, so that a rehearsal repeats itself. */
export function alarmStateChange(alarm: Alarm, previous: Alarm, { account, region }: CallContext): AlarmStateChange {
  const [seconds] = new Date(alarm.transitionedAt).toISOString().split('.');
  return {
    version: '0',
    id: seededRandom(`${alarm.arn} ${previous.state.value} ${alarm.state.value} ${alarm.transitionedAt}`).uuid(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: `${seconds}Z`,
    region,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: eventState(alarm),
      previousState: eventState(previous),
      configuration: configuration(alarm),
    },
  };
}

function eventState({ state, updatedAt }: Alarm): EventState {
  const { value, reason, reasonData } = state;
  return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: timestampText(updatedAt) };
}

function configuration({ settings, arn, kind }: Alarm): Wire {
  const { AlarmDescription, ...metric } = settings;
  const description = AlarmDescription !== undefined && { description: AlarmDescription };
  if (kind === 'CompositeAlarm') return { alarmRule: settings.AlarmRule, ...description };
  const single = {
    Id: seededRandom(arn).uuid(),
    MetricStat: {
      Metric: metric,
      Period: metric.Period,
      Stat: metric.Statistic ?? metric.ExtendedStatistic,
      Unit: metric.Unit,
    },
    ReturnData: true,
  };
  return { metrics: (settings.Metrics ?? [single]).map(metricQuery), ...description };
}

function metricQuery({ Id, MetricStat, Expression, Label, Period, ReturnData = true }: Wire): Wire {
  return {
    id: Id,
    ...(MetricStat && { metricStat: metricStat(MetricStat) }),
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(Period !== undefined && { period: Period }),
    returnData: ReturnData,
  };
}

function metricStat({ Metric, Period, Stat, Unit }: Wire): Wire {
  const dimensions = (Metric.Dimensions ?? []).map(({ Name, Value }: Wire) => [Name, Value]);
  return {
    metric: { namespace: Metric.Namespace, name: Metric.MetricName, dimensions: Object.fromEntries(dimensions) },
    period: Period,
    stat: Stat,
    ...(Unit !== undefined && { unit: Unit }),
  };
}
