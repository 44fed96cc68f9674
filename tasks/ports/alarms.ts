import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmReading } from '../../workflow/judge.ts';
import { translated } from './aws-errors.ts';

/** CloudWatch alarms. */
export interface Alarms {
  /** The alarms of these names that exist, of whatever type; AWS leaves out the others without a word. */
  read(names: readonly string[]): Promise<readonly AlarmReading[]>;
}

export function awsAlarms(cloudwatch: CloudWatchClient): Alarms {
  return {
    async read(names) {
      if (names.length === 0) return [];
      const readings: AlarmReading[] = [];
      let NextToken: string | undefined;
      do {
        const page = await translated('cloudwatch:DescribeAlarms', 'alarms', () =>
          cloudwatch.send(
            // Without AlarmTypes AWS answers metric alarms only.
            new DescribeAlarmsCommand({
              AlarmNames: [...names],
              AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
              MaxRecords: 100,
              NextToken,
            }),
          ),
        );
        const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = page;
        readings.push(...[...MetricAlarms, ...CompositeAlarms, ...LogAlarms].map(fromAws));
        NextToken = page.NextToken;
      } while (NextToken);
      return readings;
    },
  };
}

/** AWS/States counts by alias what both versions do. */
function watchesAlias({ Namespace, Dimensions = [] }: Described): boolean {
  return Namespace === 'AWS/States' && Dimensions.some(({ Name }) => Name === 'Alias');
}

interface Described {
  readonly Namespace?: string | undefined;
  readonly Dimensions?: readonly { readonly Name?: string | undefined }[] | undefined;
  readonly AlarmName?: string | undefined;
  readonly StateValue?: AlarmReading['state'] | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
}

function fromAws(alarm: Described): AlarmReading {
  // StateUpdatedTimestamp also moves when only the reason changes; an alarm that never changed state may lack the other.
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0);
  return {
    name: alarm.AlarmName!,
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    since: since.toISOString(),
    why: alarm.StateReason ?? 'AWS gives no reason',
    ...(watchesAlias(alarm) ? { onAlias: true } : {}),
  };
}
