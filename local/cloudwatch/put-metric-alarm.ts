import type { Wire } from '../aws-json.ts';
import { COMPARISONS, MISSING_DATA_TREATMENTS } from './alarm-evaluation.ts';
import { checkAlarmMetrics, metricsPeriod } from './alarm-metrics.ts';
import { sortedDimensions } from './metric-identity.ts';
import { parseStatistic } from './statistics.ts';
import { UNITS } from './units.ts';
import { Constraints, unsupported, validationError } from './validation.ts';

const ANOMALY_COMPARISONS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];
const UNSUPPORTED = [
  'ThresholdMetricId',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
];
const SINGLE_METRIC = ['Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'];
const ACTIONS = ['OKActions', 'AlarmActions', 'InsufficientDataActions'];
const ECHOED = [
  'AlarmDescription',
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'EvaluationWindow',
];
const SIMPLE_STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
const DAY_SECONDS = 86_400;

/**
 * Checks PutMetricAlarm's input and answers what DescribeAlarms will show of it.
 * @throws AwsError ValidationException, or UnsupportedByLocalAws for anomaly detection, PromQL, warm-up and wall clock windows
 */
export function metricAlarmSettings(input: Wire): Wire {
  refuseUnsupported(input);
  checkShapes(input);
  if (input.Metrics === undefined) checkSingleMetric(input);
  else checkMetrics(input);
  checkEvaluation(input);
  return {
    ActionsEnabled: input.ActionsEnabled ?? true,
    ...Object.fromEntries(ACTIONS.map((name) => [name, input[name] ?? []])),
    ...Object.fromEntries(ECHOED.filter((name) => input[name] !== undefined).map((name) => [name, input[name]])),
    Dimensions: sortedDimensions(input.Dimensions ?? []),
  };
}

function refuseUnsupported(input: Wire): void {
  for (const name of UNSUPPORTED) {
    if (input[name] !== undefined) throw unsupported(`${name} of metric alarms`);
  }
  if (ANOMALY_COMPARISONS.includes(input.ComparisonOperator)) {
    throw unsupported(`anomaly detection (${input.ComparisonOperator})`);
  }
  if (input.EvaluationWindow?.WallClockWindow) throw unsupported('WallClockWindow of metric alarms');
}

function checkShapes(input: Wire): void {
  new Constraints()
    .required('alarmName', input.AlarmName)
    .length('alarmName', input.AlarmName, 1, 255)
    .length('alarmDescription', input.AlarmDescription, 0, 1024)
    .required('evaluationPeriods', input.EvaluationPeriods)
    .between('evaluationPeriods', input.EvaluationPeriods, 1, Number.MAX_SAFE_INTEGER)
    .between('datapointsToAlarm', input.DatapointsToAlarm, 1, Number.MAX_SAFE_INTEGER)
    .required('comparisonOperator', input.ComparisonOperator)
    .oneOf('comparisonOperator', input.ComparisonOperator, [...Object.keys(COMPARISONS), ...ANOMALY_COMPARISONS])
    .oneOf('statistic', input.Statistic, SIMPLE_STATISTICS)
    .oneOf('unit', input.Unit, UNITS)
    .length('oKActions', input.OKActions, 0, 5)
    .length('alarmActions', input.AlarmActions, 0, 5)
    .length('insufficientDataActions', input.InsufficientDataActions, 0, 5)
    .length('dimensions', input.Dimensions, 0, 30)
    .check();
}

function checkSingleMetric(input: Wire): void {
  if (input.MetricName === undefined) throw validationError('Exactly one of MetricName and Metrics must be specified');
  for (const name of ['Namespace', 'Period']) {
    if (input[name] === undefined) throw validationError(`${name} is required for an alarm on a single metric`);
  }
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined)) {
    throw validationError('Exactly one of Statistic and ExtendedStatistic must be specified');
  }
  if (input.ExtendedStatistic !== undefined && !parseStatistic(input.ExtendedStatistic)) {
    throw validationError(`The value ${input.ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  }
}

function checkMetrics(input: Wire): void {
  const mixed = ['MetricName', ...SINGLE_METRIC].filter((name) => input[name] !== undefined);
  if (mixed.length > 0) throw validationError(`Metrics cannot be specified together with ${mixed.join(', ')}`);
  checkAlarmMetrics(input.Metrics);
}

function checkEvaluation(input: Wire): void {
  const period = input.Period ?? metricsPeriod(input.Metrics);
  const periods = input.EvaluationPeriods;
  if (input.Threshold === undefined) throw validationError('Threshold is required for an alarm on a static threshold');
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw validationError('Period must be 10, 20, 30 or a multiple of 60');
  }
  checkDuration(period, periods);
  if (input.DatapointsToAlarm > periods) {
    throw validationError('DatapointsToAlarm must not be greater than EvaluationPeriods');
  }
  const { TreatMissingData: treatment, EvaluateLowSampleCountPercentile: lowCount } = input;
  if (treatment !== undefined && !MISSING_DATA_TREATMENTS.includes(treatment)) {
    throw validationError(`The value ${treatment} is not supported for TreatMissingData parameter.`);
  }
  if (lowCount !== undefined && !['evaluate', 'ignore'].includes(lowCount)) {
    throw validationError(`The value ${lowCount} is not supported for EvaluateLowSampleCountPercentile parameter.`);
  }
}

function checkDuration(period: number, periods: number): void {
  const limit = period < 3600 ? DAY_SECONDS : 7 * DAY_SECONDS;
  if (period * periods <= limit) return;
  const span = period < 3600 ? 'a day' : 'a week';
  throw validationError(
    `Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${limit}).`,
  );
}
