import { epochSeconds, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { metricIdentity } from './metric-identity.ts';
import type { MetricPoint, MetricStore } from './metric-store.ts';
import { epochMillis, isPeriod, startOfQuery } from './query-times.ts';
import { needsDistribution, parseStatistic, type Statistic, statisticValue } from './statistics.ts';
import { UNITS } from './units.ts';
import { Constraints, invalidCombination, invalidValue, missingParameter } from './validation.ts';

const MOST_DATAPOINTS = 1440;
const SIMPLE = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];

interface Named {
  readonly name: string;
  readonly statistic: Statistic;
}

/** GetMetricStatistics: one metric, up to 1,440 data points, several statistics at once. */
export function getMetricStatistics(input: Wire, store: MetricStore, now: EpochMillis): Wire {
  checkInput(input);
  const simple = namedStatistics(input.Statistics ?? [], 'Statistics');
  const extended = namedStatistics(input.ExtendedStatistics ?? [], 'ExtendedStatistics');
  const results = store.read({
    metric: metricIdentity(input),
    unit: input.Unit,
    start: startOfQuery(epochMillis(input.StartTime), input.Period, now),
    end: epochMillis(input.EndTime),
    periodSeconds: input.Period,
    distribution: extended.some(({ statistic }) => needsDistribution(statistic)),
  });
  const Datapoints = results.flatMap(({ unit, points }) =>
    points.map((point) => datapoint(point, unit, simple, extended)),
  );
  return { Label: input.MetricName, Datapoints };
}

function datapoint(point: MetricPoint, unit: string, simple: readonly Named[], extended: readonly Named[]): Wire {
  const values = (statistics: readonly Named[]) =>
    Object.fromEntries(
      statistics
        .map(({ name, statistic }) => [name, statisticValue(statistic, point.bucket)] as const)
        .filter(([, value]) => value !== undefined),
    );
  return {
    Timestamp: epochSeconds(point.timestamp),
    ...values(simple),
    Unit: unit,
    ...(extended.length > 0 && { ExtendedStatistics: values(extended) }),
  };
}

function checkInput(input: Wire): void {
  for (const name of ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period']) {
    if (input[name] === undefined) throw missingParameter(name);
  }
  if (!input.Statistics && !input.ExtendedStatistics) {
    throw invalidCombination('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
  }
  new Constraints()
    .oneOf('unit', input.Unit, UNITS)
    .between('period', input.Period, 1, Number.MAX_SAFE_INTEGER)
    .check();
  for (const name of input.Statistics ?? []) new Constraints().oneOf('statistics', name, SIMPLE).check();
  if (input.StartTime >= input.EndTime) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (!isPeriod(input.Period)) throw invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  const datapoints = Math.ceil((epochMillis(input.EndTime) - epochMillis(input.StartTime)) / 1000 / input.Period);
  if (datapoints > MOST_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
}

function namedStatistics(names: readonly string[], parameter: string): Named[] {
  return names.map((name, index) => {
    const statistic = parseStatistic(name);
    if (statistic) return { name, statistic };
    throw invalidValue(`The value ${name} for parameter ${parameter}.member.${index + 1} is not supported.`);
  });
}
