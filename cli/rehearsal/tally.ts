import type { MetricDatum } from '../../local/cloudwatch/metric-datum.ts';
import type { ExecutionCounts } from '../../report/terminal.ts';

const COUNTED: Readonly<Record<string, keyof ExecutionCounts>> = {
  ExecutionsStarted: 'started',
  ExecutionsSucceeded: 'succeeded',
  ExecutionsFailed: 'failed',
  ExecutionsTimedOut: 'failed',
};

/** How many executions of each of one machine's versions start, succeed and fail (or time out) while counting is on. */
export interface Tally {
  /** Tells it of a metric as Step Functions reports it: the one account that AWS gives of EXPRESS executions, too. */
  readonly observe: (datum: MetricDatum) => void;
  begin(): void;
  end(): void;
  /** The sum over all versions for which `belongs` holds. */
  of(belongs: (version: number) => boolean): ExecutionCounts;
}

export function tallyOf(stateMachineArn: string): Tally {
  const counts = new Map<number, Record<keyof ExecutionCounts, number>>();
  let counting = false;
  return {
    observe: ({ metricName, dimensions, value }) => {
      const kind = Object.hasOwn(COUNTED, metricName) ? COUNTED[metricName]! : undefined;
      if (!counting || !kind) return;
      const find = (name: string) => dimensions.find(({ Name }) => Name === name)?.Value;
      const version = find('Version');
      if (version === undefined || find('StateMachineArn') !== stateMachineArn) return;
      const count = counts.get(Number(version)) ?? { started: 0, succeeded: 0, failed: 0 };
      count[kind] += value;
      counts.set(Number(version), count);
    },
    begin: () => {
      counting = true;
    },
    end: () => {
      counting = false;
    },
    of: (belongs) => {
      const sum = { started: 0, succeeded: 0, failed: 0 };
      for (const [version, count] of counts) {
        if (!belongs(version)) continue;
        sum.started += count.started;
        sum.succeeded += count.succeeded;
        sum.failed += count.failed;
      }
      return sum;
    },
  };
}
