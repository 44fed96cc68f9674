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

/** Metrics that AWS/States also has of one version alone (Step Functions, "Associating executions with a version or alias"). */
const OF_VERSIONS = /^Execution(Time|s(Aborted|Failed|Started|Succeeded|TimedOut))$/;

/** AWS/States counts by alias, and by machine, what both versions do. */
function watchesBoth({ Metrics = [], ...own }: Described): boolean {
  const watched = [own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return watched.some(
    ({ Namespace, MetricName = '', Dimensions = [] }) =>
      Namespace === 'AWS/States' && OF_VERSIONS.test(MetricName) && !Dimensions.some(({ Name }) => Name === 'Version'),
  );
}

const IN_A_RULE = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)/g;

/** The alarms that a composite one is made of, by their names; its rule may have ARNs. */
function childrenOf({ AlarmRule = '' }: Described): readonly string[] {
  return [...AlarmRule.matchAll(IN_A_RULE)].map(([, ...names]) =>
    names.find((name) => name !== undefined)!.replace(/^arn:.*:alarm:/, ''),
  );
}

interface DescribedMetric {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly { readonly Name?: string | undefined }[] | undefined;
}

interface Described extends DescribedMetric {
  readonly Metrics?:
    | readonly { readonly MetricStat?: { readonly Metric?: DescribedMetric | undefined } | undefined }[]
    | undefined;
  readonly AlarmRule?: string | undefined;
  readonly AlarmName?: string | undefined;
  readonly StateValue?: AlarmReading['state'] | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
}

function fromAws(alarm: Described): AlarmReading {
  const children = childrenOf(alarm);
  // StateUpdatedTimestamp also moves when only the reason changes; an alarm that never changed state may lack the other.
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0);
  return {
    name: alarm.AlarmName!,
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    since: since.toISOString(),
    why: alarm.StateReason ?? 'AWS gives no reason',
    ...(watchesBoth(alarm) && { onBoth: true }),
    ...(children.length > 0 && { children }),
  };
}
