import type { EpochMillis } from '../clock.ts';
import type { StateValue } from './alarm.ts';
import { COMPARISONS, type Comparison, type Evaluation } from './alarm-evaluation.ts';

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

/** What is said of an alarm's threshold and of the data it was held against. */
export interface ThresholdStory {
  readonly evaluation: Evaluation;
  readonly datapoints: readonly { readonly timestamp: EpochMillis; readonly value: number | null }[];
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** Only where the alarm was put with it: the wording then speaks of "M out of the last N". */
  readonly datapointsToAlarm?: number | undefined;
  readonly treatMissingData: string;
  readonly previousState: StateValue;
}

const RELATIONS: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** The state reason of a metric alarm, in AWS's words. */
export function thresholdReason(story: ThresholdStory): string {
  const { evaluation, treatMissingData } = story;
  if (evaluation.state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${amount(story.evaluationPeriods, 'datapoint')} ${be(story.evaluationPeriods)} unknown.`;
  }
  const filled = treatMissingData === 'breaching' || treatMissingData === 'notBreaching' ? evaluation.missing : 0;
  const treated = `${amount(filled, 'missing datapoint')} ${be(filled)} treated as [${capitalized(treatMissingData)}]`;
  if (evaluation.considered.length === 0) {
    const periods = amount(story.evaluationPeriods, 'period');
    return `Threshold Crossed: no datapoints were received for ${periods} and ${treated}.`;
  }
  return `Threshold Crossed: ${crossing(story)}${filled > 0 ? ` and ${treated}` : ''}${minimum(story)}.`;
}

/** The data points that speak for the new state: those that breach for ALARM, those that do not for OK. */
function crossing(story: ThresholdStory): string {
  const { evaluation, comparison, threshold, datapointsToAlarm, evaluationPeriods } = story;
  const alarming = evaluation.state === 'ALARM';
  const considered = evaluation.considered.map((position) => story.datapoints[position]!);
  const speaking = considered.filter(({ value }) => COMPARISONS[comparison](value!, threshold) === alarming);
  // Filled-up data can outvote all real data: then the real data is told as it is.
  const told = speaking.length > 0 ? speaking : considered;
  const not = alarming === speaking.length > 0 ? '' : ' not';
  const list = told.map(({ value, timestamp }) => `${decimal(value!)} (${shortDate(timestamp)})`).join(', ');
  const count =
    datapointsToAlarm === undefined
      ? amount(told.length, 'datapoint')
      : `${told.length} out of the last ${amount(evaluationPeriods, 'datapoint', true)}`;
  return `${count} [${list}] ${be(told.length)}${not} ${RELATIONS[comparison]} the threshold (${decimal(threshold)})`;
}

function minimum({ datapointsToAlarm, evaluationPeriods, evaluation, previousState }: ThresholdStory): string {
  if (datapointsToAlarm === undefined) return '';
  const least = evaluation.state === 'ALARM' ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return ` (minimum ${amount(least, 'datapoint')} for ${previousState} -> ${evaluation.state} transition)`;
}

/** The reason of a composite alarm whose child changed. */
export function childTransitionReason(childArn: string, value: StateValue, at: EpochMillis): string {
  return `${childArn} transitioned to ${value} at ${longDate(at)}`;
}

export function ruleReason(arn: string, event: 'created' | 'updated', value: StateValue): string {
  return `${arn} was ${event} and its alarm rule evaluates to ${value}`;
}

/** 2026-02-26T10:14:11.123+0000 */
export function timestampText(at: EpochMillis): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** 26/02/26 10:13:00 */
function shortDate(at: EpochMillis): string {
  const [date, time] = new Date(at).toISOString().split('T') as [string, string];
  const [year, month, day] = date.split('-') as [string, string, string];
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Friday 14 August, 2020 01:54:46 UTC */
function longDate(at: EpochMillis): string {
  const date = new Date(at);
  const day = `${DAYS[date.getUTCDay()]} ${String(date.getUTCDate()).padStart(2, '0')}`;
  const month = `${MONTHS[date.getUTCMonth()]}, ${date.getUTCFullYear()}`;
  return `${day} ${month} ${date.toISOString().slice(11, 19)} UTC`;
}

/** A number as Java prints a double, which is what AWS shows: 21.0, 0.5, 1.0E-4, 1.2345678E7. */
function decimal(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string];
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function amount(count: number, noun: string, plural = count !== 1): string {
  return `${count} ${noun}${plural ? 's' : ''}`;
}

function be(count: number): string {
  return count === 1 ? 'was' : 'were';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
