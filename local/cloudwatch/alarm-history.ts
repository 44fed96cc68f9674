import { epochSeconds, type Wire } from '../aws-json.ts';
import type { Clock, EpochMillis } from '../clock.ts';
import { type Alarm, type AlarmState, alarmWire } from './alarm.ts';
import { timestampText } from './alarm-wording.ts';
import { pageOf } from './paging.ts';
import { epochMillis } from './query-times.ts';
import { Constraints, unsupported } from './validation.ts';

interface HistoryItem {
  readonly alarmName: string;
  readonly alarmType: Alarm['kind'];
  readonly timestamp: EpochMillis;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  /** A JSON text. */
  readonly data: string;
}

const ITEM_TYPES = [
  'StateUpdate',
  'ConfigurationUpdate',
  'Action',
  'AlarmContributorStateUpdate',
  'AlarmContributorAction',
];
const KEPT_MILLIS = 30 * 24 * 3_600_000;
const CHANGES = { Create: 'created', Update: 'updated', Delete: 'deleted' } as const;

/** What became of the alarms in the past 30 days; it outlives them. Local AWS performs no actions, so there are no items of type Action. */
export class AlarmHistory {
  readonly #clock: Clock;
  readonly #items: HistoryItem[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  configurationChanged(alarm: Alarm, type: keyof typeof CHANGES): void {
    const done = CHANGES[type];
    const data = { version: '1.0', type, [`${done}Alarm`]: configurationOf(alarm) };
    this.#add(alarm, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${done}`, data);
  }

  stateChanged(alarm: Alarm, previous: AlarmState): void {
    const data = { version: '1.0', oldState: stateOf(previous), newState: stateOf(alarm.state) };
    this.#add(alarm, 'StateUpdate', `Alarm updated from ${previous.value} to ${alarm.state.value}`, data);
  }

  /** DescribeAlarmHistory: of metric alarms only, unless AlarmTypes asks for others. */
  describe(input: Wire): Wire {
    checkInput(input);
    this.#forgetOld();
    const { AlarmTypes = ['MetricAlarm'], MaxRecords = 100 } = input;
    const found = this.#items.filter(
      (item) =>
        AlarmTypes.includes(item.alarmType) &&
        (input.AlarmName === undefined || item.alarmName === input.AlarmName) &&
        (input.HistoryItemType === undefined || item.type === input.HistoryItemType) &&
        (input.StartDate === undefined || item.timestamp >= epochMillis(input.StartDate)) &&
        (input.EndDate === undefined || item.timestamp <= epochMillis(input.EndDate)),
    );
    if (input.ScanBy !== 'TimestampAscending') found.reverse();
    const { items, nextToken } = pageOf(found, MaxRecords, input);
    return { AlarmHistoryItems: items.map(itemWire), ...(nextToken && { NextToken: nextToken }) };
  }

  #forgetOld(): void {
    const kept = this.#items.findIndex((item) => item.timestamp >= this.#clock.now() - KEPT_MILLIS);
    if (kept !== 0) this.#items.splice(0, kept < 0 ? this.#items.length : kept);
  }

  #add({ name, kind }: Alarm, type: HistoryItem['type'], summary: string, data: Wire): void {
    this.#forgetOld();
    const timestamp = this.#clock.now();
    this.#items.push({ alarmName: name, alarmType: kind, timestamp, type, summary, data: JSON.stringify(data) });
  }
}

function checkInput(input: Wire): void {
  new Constraints()
    .between('maxRecords', input.MaxRecords, 1, 100)
    .oneOf('historyItemType', input.HistoryItemType, ITEM_TYPES)
    .oneOf('scanBy', input.ScanBy, ['TimestampDescending', 'TimestampAscending'])
    .check();
  if (input.AlarmContributorId !== undefined) throw unsupported('alarm contributors (AlarmContributorId)');
}

function itemWire({ alarmName, alarmType, timestamp, type, summary, data }: HistoryItem): Wire {
  return {
    AlarmName: alarmName,
    AlarmType: alarmType,
    Timestamp: epochSeconds(timestamp),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}

function stateOf({ value, reason, reasonData }: AlarmState): Wire {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) }),
  };
}

/** The alarm with its members in camel case and its times as texts, as AWS's history has it. */
function configurationOf(alarm: Alarm): Wire {
  return camelCased({
    ...alarmWire(alarm),
    AlarmConfigurationUpdatedTimestamp: timestampText(alarm.configuredAt),
    StateUpdatedTimestamp: timestampText(alarm.updatedAt),
    StateTransitionedTimestamp: timestampText(alarm.transitionedAt),
  });
}

function camelCased(value: Wire): Wire {
  if (Array.isArray(value)) return value.map(camelCased);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), camelCased(inner)]),
  );
}
