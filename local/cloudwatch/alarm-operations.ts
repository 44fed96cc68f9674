import { AwsError, type CallContext, type Operation, type Wire } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import { alarmArn, STATE_VALUES } from './alarm.ts';
import { watchedSeries } from './alarm-metrics.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { AlarmTags } from './alarm-tags.ts';
import type { CompositeAlarms } from './composite-alarms.ts';
import { describeAlarms, describeAlarmsForMetric } from './describe-alarms.ts';
import type { MetricStore } from './metric-store.ts';
import { metricAlarmSettings } from './put-metric-alarm.ts';
import { Constraints, validationError } from './validation.ts';

export interface AlarmParts {
  readonly context: CallContext;
  readonly registry: AlarmRegistry;
  readonly composites: CompositeAlarms;
  readonly tags: AlarmTags;
  readonly store: MetricStore;
  readonly clock: Clock;
  /** Called when alarms were put or deleted. */
  readonly alarmsChanged: () => void;
}

/** The operations on alarms, without their history. */
export function alarmOperations(parts: AlarmParts): Record<string, Operation> {
  const { registry, composites, tags } = parts;
  return {
    PutMetricAlarm: (input) => putMetricAlarm(input, parts),
    PutCompositeAlarm: (input) => putCompositeAlarm(input, parts),
    DescribeAlarms: (input) => describeAlarms(input, registry, composites),
    DescribeAlarmsForMetric: (input) => describeAlarmsForMetric(input, registry),
    DeleteAlarms: (input) => deleteAlarms(input, parts),
    SetAlarmState: (input) => setAlarmState(input, registry),
    EnableAlarmActions: (input) => setActionsEnabled(input, registry, true),
    DisableAlarmActions: (input) => setActionsEnabled(input, registry, false),
    TagResource: (input) => tags.tag(input),
    UntagResource: (input) => tags.untag(input),
    ListTagsForResource: (input) => tags.list(input),
  };
}

function putMetricAlarm(input: Wire, { registry, tags, alarmsChanged, context, store, clock }: AlarmParts): Wire {
  const settings = metricAlarmSettings(input);
  const now = clock.now();
  // Over no time at all: it shows whether the expression comes to a time series.
  if (settings.Metrics) watchedSeries(settings.Metrics, store, { start: now, end: now, now });
  const event = registry.put({ kind: 'MetricAlarm', name: input.AlarmName, settings });
  tagNew(event, input, tags, context);
  alarmsChanged();
  return {};
}

function putCompositeAlarm(input: Wire, { composites, tags, context }: AlarmParts): Wire {
  tagNew(composites.put(input), input, tags, context);
  return {};
}

/** Tags count only when an alarm is created; an update ignores them, as AWS does. */
function tagNew(event: 'created' | 'updated', input: Wire, tags: AlarmTags, context: CallContext): void {
  if (event === 'updated' || !input.Tags?.length) return;
  tags.tag({ ResourceARN: alarmArn(input.AlarmName, context), Tags: input.Tags });
}

/** Names that do not exist are passed over. */
function deleteAlarms({ AlarmNames }: Wire, { registry, composites, tags, alarmsChanged }: AlarmParts): Wire {
  new Constraints().required('alarmNames', AlarmNames).length('alarmNames', AlarmNames, 0, 100).check();
  const alarms = registry.named(AlarmNames);
  if (alarms.filter(({ kind }) => kind === 'CompositeAlarm').length > 1) {
    throw validationError('Only one composite alarm can be deleted in one operation');
  }
  for (const { name } of alarms) {
    const depending = composites.parentsOf(name).filter((parent) => parent.name !== name);
    if (depending.length > 0 && !depending.every((parent) => AlarmNames.includes(parent.name))) {
      throw validationError(`Cannot delete ${name} as there are composite alarm(s) depending on it.`);
    }
  }
  for (const { name, arn } of alarms) {
    registry.delete(name);
    tags.forget(arn);
  }
  alarmsChanged();
  return {};
}

function setAlarmState({ AlarmName, StateValue, StateReason, StateReasonData }: Wire, registry: AlarmRegistry): Wire {
  new Constraints()
    .required('alarmName', AlarmName)
    .required('stateValue', StateValue)
    .oneOf('stateValue', StateValue, STATE_VALUES)
    .required('stateReason', StateReason)
    .length('stateReason', StateReason, 0, 1023)
    .length('stateReasonData', StateReasonData, 0, 4000)
    .check();
  if (!registry.get(AlarmName)) throw new AwsError('ResourceNotFound', '', {}, 404);
  if (StateReasonData !== undefined && !isJson(StateReasonData)) {
    throw new AwsError('InvalidFormatFault', 'Data was not syntactically valid JSON.');
  }
  registry.setState(AlarmName, { value: StateValue, reason: StateReason, reasonData: StateReasonData });
  return {};
}

function setActionsEnabled({ AlarmNames }: Wire, registry: AlarmRegistry, enabled: boolean): Wire {
  new Constraints().required('alarmNames', AlarmNames).length('alarmNames', AlarmNames, 0, 100).check();
  registry.setActionsEnabled(AlarmNames, enabled);
  return {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
