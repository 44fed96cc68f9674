import type { Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { metricIdentity } from './metric-identity.ts';
import type { Observation } from './metric-series.ts';
import type { CustomDatum } from './metric-store.ts';
import { epochMillis } from './query-times.ts';
import { UNITS } from './units.ts';
import { Constraints, invalidCombination, invalidValue, missingParameter, unsupported } from './validation.ts';

const LARGEST_VALUE = 2 ** 360;
const TWO_WEEKS = 14 * 24 * 3_600_000;
const TWO_HOURS = 2 * 3_600_000;

/** The data points of a PutMetricData request. All of them are checked before any is answered: a bad one refuses them all. */
export function customData(input: Wire, now: EpochMillis): CustomDatum[] {
  if (!input.Namespace) throw missingParameter('Namespace');
  if (/^AWS\//.test(input.Namespace))
    throw invalidValue(`The value ${input.Namespace} for parameter Namespace is invalid.`);
  if (input.EntityMetricData) throw unsupported('EntityMetricData of PutMetricData');
  if (!input.MetricData) throw missingParameter('MetricData');
  if (input.MetricData.length > 1000) {
    throw invalidValue('The collection MetricData must not have a size greater than 1000.');
  }
  return input.MetricData.map((datum: Wire, index: number) =>
    customDatum(input.Namespace, datum, `MetricData.member.${index + 1}`, now),
  );
}

function customDatum(namespace: string, datum: Wire, path: string, now: EpochMillis): CustomDatum {
  if (!datum.MetricName) throw missingParameter(`${path}.MetricName`);
  checkDimensions(datum.Dimensions ?? [], `${path}.Dimensions`);
  checkCombination(datum, path);
  new Constraints().oneOf(`${path}.unit`, datum.Unit, UNITS).check();
  if (datum.StorageResolution !== undefined && ![1, 60].includes(datum.StorageResolution)) {
    throw invalidValue(`The value ${datum.StorageResolution} for parameter ${path}.StorageResolution is invalid.`);
  }
  return {
    metric: metricIdentity({ ...datum, Namespace: namespace }),
    unit: datum.Unit ?? 'None',
    timestamp: timestampOf(datum, path, now),
    observation: observationOf(datum, path),
    highResolution: datum.StorageResolution === 1,
  };
}

function checkDimensions(dimensions: readonly Wire[], path: string): void {
  if (dimensions.length > 30) throw invalidValue(`The collection ${path} must not have a size greater than 30.`);
  dimensions.forEach(({ Name, Value }, index) => {
    if (!Name) throw missingParameter(`${path}.member.${index + 1}.Name`);
    if (!Value) throw missingParameter(`${path}.member.${index + 1}.Value`);
  });
}

/** `Values` beside `StatisticValues` is let through, as AWS does. */
function checkCombination(datum: Wire, path: string): void {
  for (const other of ['Values', 'StatisticValues']) {
    if (datum.Value === undefined || datum[other] === undefined) continue;
    throw invalidCombination(
      `The parameters ${path}.Value and ${path}.${other} are mutually exclusive and you have specified both.`,
    );
  }
  if (datum.Value === undefined && !datum.Values && !datum.StatisticValues) {
    throw invalidCombination(
      `At least one of the parameters ${path}.Value, ${path}.Values or ${path}.StatisticValues must be specified.`,
    );
  }
  if (datum.Counts && datum.Counts.length !== (datum.Values ?? []).length) {
    throw invalidValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  if (datum.Values?.length > 150)
    throw invalidValue(`The collection ${path}.Values must not have a size greater than 150.`);
}

/** A statistic set wins over values given beside it: it is the account of the whole period. */
function observationOf(datum: Wire, path: string): Observation {
  if (datum.StatisticValues) {
    for (const name of ['SampleCount', 'Sum', 'Minimum', 'Maximum']) {
      if (datum.StatisticValues[name] === undefined) throw missingParameter(`${path}.StatisticValues.${name}`);
      checkValue(datum.StatisticValues[name], `${path}.StatisticValues.${name}`);
    }
    return { set: datum.StatisticValues };
  }
  const values = datum.Values ?? [datum.Value];
  values.forEach((value: Wire, index: number) => {
    checkValue(value, datum.Values ? `${path}.Values.member.${index + 1}` : `${path}.Value`);
  });
  return { values, counts: datum.Counts };
}

/** JSON carries NaN and the infinities as texts; CloudWatch takes none of them. */
function checkValue(value: Wire, path: string): void {
  if (typeof value !== 'number' || !(Math.abs(value) <= LARGEST_VALUE)) {
    throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
  }
}

function timestampOf(datum: Wire, path: string, now: EpochMillis): EpochMillis {
  if (datum.Timestamp === undefined) return now;
  const timestamp = epochMillis(datum.Timestamp);
  if (timestamp < now - TWO_WEEKS) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  }
  if (timestamp > now + TWO_HOURS) {
    throw invalidValue(`The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`);
  }
  return timestamp;
}
