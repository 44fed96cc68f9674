import { type CallContext, epochSeconds, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import type { Rule } from './composite-rule.ts';

export const STATE_VALUES = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] as const;
export type StateValue = (typeof STATE_VALUES)[number];

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** A JSON text. */
  readonly reasonData?: string | undefined;
}

interface CommonAlarm {
  readonly name: string;
  readonly arn: string;
  /** What the alarm was put with, as the wire has it and gives it back. */
  readonly settings: Wire;
  readonly configuredAt: EpochMillis;
  readonly state: AlarmState;
  readonly updatedAt: EpochMillis;
  readonly transitionedAt: EpochMillis;
}

export interface MetricAlarm extends CommonAlarm {
  readonly kind: 'MetricAlarm';
}

export interface CompositeAlarm extends CommonAlarm {
  readonly kind: 'CompositeAlarm';
  readonly rule: Rule;
}

export type Alarm = MetricAlarm | CompositeAlarm;

export function alarmArn(name: string, { region, account }: CallContext): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** The name in an alarm's ARN, or the text itself where it is a name. */
export function alarmNameOf(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

export function alarmWire(alarm: Alarm): Wire {
  return {
    ...alarm.settings,
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: epochSeconds(alarm.configuredAt),
    StateValue: alarm.state.value,
    StateReason: alarm.state.reason,
    ...(alarm.state.reasonData !== undefined && { StateReasonData: alarm.state.reasonData }),
    StateUpdatedTimestamp: epochSeconds(alarm.updatedAt),
    StateTransitionedTimestamp: epochSeconds(alarm.transitionedAt),
  };
}
