import { epochSeconds, type Wire } from '../aws-json.ts';
import { type Alarm, alarmWire, STATE_VALUES } from './alarm.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import type { CompositeAlarms } from './composite-alarms.ts';
import { childrenOf } from './composite-rule.ts';
import { metricIdentity, metricKey } from './metric-identity.ts';
import { type Page, pageOf } from './paging.ts';
import { Constraints, validationError } from './validation.ts';

const ALARM_TYPES = ['CompositeAlarm', 'MetricAlarm', 'LogAlarm'];
const ACTIONS = ['OKActions', 'AlarmActions', 'InsufficientDataActions'];
/** A page when the request does not say. */
const DEFAULT_PAGE = 50;

/** DescribeAlarms: metric alarms only, unless AlarmTypes asks for others. Names that do not exist are left out in silence. */
export function describeAlarms(input: Wire, registry: AlarmRegistry, composites: CompositeAlarms): Wire {
  checkInput(input);
  const limit = input.MaxRecords ?? DEFAULT_PAGE;
  if (input.ChildrenOfAlarmName !== undefined) {
    return sorted(pageOf(childrenNamed(input.ChildrenOfAlarmName, registry), limit, input), childWire);
  }
  if (input.ParentsOfAlarmName !== undefined) {
    return sorted(pageOf(composites.parentsOf(input.ParentsOfAlarmName), limit, input), parentWire);
  }
  const named = input.AlarmNames?.length > 0 ? registry.named(input.AlarmNames) : registry.all();
  const found = named.filter((alarm) => matches(alarm, input));
  return sorted(pageOf(found, limit, input), alarmWire);
}

/** DescribeAlarmsForMetric: the alarms on exactly that metric. */
export function describeAlarmsForMetric(input: Wire, registry: AlarmRegistry): Wire {
  new Constraints().required('metricName', input.MetricName).required('namespace', input.Namespace).check();
  const wanted = metricKey(metricIdentity(input));
  const MetricAlarms = registry
    .all()
    .filter(({ kind, settings }) => kind === 'MetricAlarm' && metricKey(metricIdentity(settings)) === wanted)
    .filter(({ settings }) =>
      ['Statistic', 'ExtendedStatistic', 'Period', 'Unit'].every(
        (name) => input[name] === undefined || settings[name] === input[name],
      ),
    )
    .map(alarmWire);
  return { MetricAlarms };
}

function matches({ kind, name, settings, state }: Alarm, input: Wire): boolean {
  const { AlarmTypes = ['MetricAlarm'], AlarmNamePrefix, StateValue, ActionPrefix } = input;
  if (!AlarmTypes.includes(kind)) return false;
  if (AlarmNamePrefix !== undefined && !name.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && state.value !== StateValue) return false;
  const actions: string[] = ACTIONS.flatMap((member) => settings[member]);
  return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
}

function checkInput(input: Wire): void {
  new Constraints()
    .length('alarmNames', input.AlarmNames, 0, 100)
    .between('maxRecords', input.MaxRecords, 1, 100)
    .oneOf('stateValue', input.StateValue, STATE_VALUES)
    .check();
  for (const type of input.AlarmTypes ?? []) new Constraints().oneOf('alarmTypes', type, ALARM_TYPES).check();
  if (input.AlarmNames?.length > 0 && input.AlarmNamePrefix !== undefined) {
    throw validationError('AlarmNames and AlarmNamePrefix cannot be specified together');
  }
  const relation = ['ChildrenOfAlarmName', 'ParentsOfAlarmName'].find((name) => input[name] !== undefined);
  const others = Object.keys(input).filter((name) => ![relation, 'MaxRecords', 'NextToken'].includes(name));
  if (relation && others.length > 0) {
    throw validationError(`${relation} cannot be specified together with ${others.join(', ')}`);
  }
}

function childrenNamed(name: string, registry: AlarmRegistry): Alarm[] {
  const parent = registry.get(name);
  if (parent?.kind !== 'CompositeAlarm') return [];
  const children = childrenOf(parent.rule);
  return registry.all().filter((alarm) => children.includes(alarm.name));
}

function sorted({ items, nextToken }: Page<Alarm>, wire: (alarm: Alarm) => Wire): Wire {
  const of = (kind: Alarm['kind']) => items.filter((alarm) => alarm.kind === kind).map(wire);
  return {
    CompositeAlarms: of('CompositeAlarm'),
    MetricAlarms: of('MetricAlarm'),
    LogAlarms: [],
    ...(nextToken && { NextToken: nextToken }),
  };
}

function childWire({ name, arn, state, updatedAt }: Alarm): Wire {
  return { AlarmName: name, AlarmArn: arn, StateValue: state.value, StateUpdatedTimestamp: epochSeconds(updatedAt) };
}

function parentWire({ name, arn }: Alarm): Wire {
  return { AlarmName: name, AlarmArn: arn };
}
