import type { Wire } from '../../aws-json.ts';
import { compileFields } from './fields.ts';
import { compileTyped } from './jsonata-expression.ts';
import type { State, StateSource } from './machine.ts';
import { compileQuery, find } from './query.ts';
import { sleepUntil } from './sleep.ts';
import { queryError, runtimeError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { instantMillis, parseTimestamp } from './timestamp.ts';
import { subjectOf, type Visit } from './visit.ts';

/** The longest wait AWS can count: seconds in 31 bits, a little over 68 years. */
const LONGEST_SECONDS = 2 ** 31 - 1;

/** Milliseconds since the epoch at which the wait ends. */
type Until = (visit: Visit, input: Wire) => Steps<number>;

/** Wait: for a number of seconds, or until a timestamp; given, or found by a path or an expression. */
export function compileWait(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const until = source.language === 'JSONata' ? untilExpression(source.fields) : untilPath(source.fields);
  return function* (visit) {
    const { clock } = visit.flow.execution;
    const input = fields.input(visit);
    const at = yield* until(visit, input);
    if (at - clock.now() > LONGEST_SECONDS * 1000) throw runtimeError('Wait state delay is too long.');
    if (at > clock.now()) yield* sleepUntil(clock, at);
    return yield* fields.exit(visit, input, source.fields.Next);
  };
}

function untilPath(fields: Wire): Until {
  if (fields.SecondsPath !== undefined) return secondsPath(fields.SecondsPath);
  if (fields.TimestampPath !== undefined) return timestampPath(fields.TimestampPath);
  if (fields.Timestamp !== undefined) {
    const at = timestamp(fields.Timestamp);
    return atOnce(() => {
      if (at === undefined) throw runtimeError(notATimestamp(fields.Timestamp));
      return at;
    });
  }
  return atOnce((visit) => {
    return after(visit, fields.Seconds);
  });
}

function after(visit: Visit, seconds: number): number {
  return visit.flow.execution.clock.now() + seconds * 1000;
}

function secondsPath(path: string): Until {
  const query = compileQuery(path);
  return atOnce((visit, input) => {
    const value = find(query, subjectOf(visit, input));
    if (value === undefined) throw runtimeError(`The SecondsPath parameter does not reference an input value: ${path}`);
    const seconds = asInteger(value);
    const found = `${path} == ${plainText(value)}`;
    if (seconds === undefined)
      throw runtimeError(`The SecondsPath parameter cannot be parsed as a long value: ${found}`);
    if (seconds < 0) throw runtimeError(`The SecondsPath parameter references a negative value: ${found}`);
    return after(visit, seconds);
  });
}

function timestampPath(path: string): Until {
  const query = compileQuery(path);
  return atOnce((visit, input) => {
    const value = find(query, subjectOf(visit, input));
    if (value === undefined) {
      throw runtimeError(`The TimestampPath parameter does not reference an input value: ${path}`);
    }
    const at = timestamp(value);
    if (at !== undefined) return at;
    throw runtimeError(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${plainText(value)}`,
    );
  });
}

function untilExpression(fields: Wire): Until {
  if (fields.Timestamp !== undefined) {
    const expression = compileTyped(fields.Timestamp, 'Timestamp', 'string');
    return function* (visit) {
      const value = yield* expression.evaluate(visit);
      const at = timestamp(value);
      if (at === undefined) throw queryError(notATimestamp(value), 'Timestamp');
      return at;
    };
  }
  const expression = compileTyped(fields.Seconds, 'Seconds', 'number');
  return function* (visit) {
    const value = yield* expression.evaluate(visit);
    if (Number.isSafeInteger(value) && value >= 0) return after(visit, value);
    throw queryError(`The Seconds field must be a non-negative integer but was: ${value}`, 'Seconds');
  };
}

/** An integer, also one that is written as text. */
export function asInteger(value: Wire): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function timestamp(value: Wire): number | undefined {
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  return instant && instantMillis(instant);
}

function notATimestamp(text: string): string {
  return `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
}

function plainText(value: Wire): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
