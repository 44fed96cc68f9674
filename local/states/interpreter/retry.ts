import type { Wire } from '../../aws-json.ts';
import type { Random } from '../../random.ts';
import type { StateError } from './state-error.ts';

/** The Retry rules of one visit, with what is left of each. */
export interface Retries {
  /** Milliseconds to wait before the next attempt; undefined if there is none. */
  delayAfter(error: StateError): number | undefined;
}

interface Rule {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

/** Compiles a state's Retry. AWS's defaults: 3 attempts, 1 second, doubled each time, no jitter. */
export function compileRetry(retry: Wire): (random: Random) => Retries {
  const rules: Rule[] = (retry ?? []).map((rule: Wire) => ({
    errors: rule.ErrorEquals,
    maxAttempts: rule.MaxAttempts ?? 3,
    intervalSeconds: rule.IntervalSeconds ?? 1,
    backoffRate: rule.BackoffRate ?? 2,
    maxDelaySeconds: rule.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    fullJitter: rule.JitterStrategy === 'FULL',
  }));
  return (random) => {
    const tried = rules.map(() => 0);
    return {
      delayAfter(error) {
        const index = rules.findIndex((rule) => matches(rule.errors, error));
        const rule = rules[index];
        if (!rule || tried[index]! >= rule.maxAttempts) return undefined;
        return delayMillis(rule, tried[index]!++, random);
      },
    };
  };
}

function delayMillis(rule: Rule, attempt: number, random: Random): number {
  const seconds = Math.min(rule.intervalSeconds * rule.backoffRate ** attempt, rule.maxDelaySeconds);
  return Math.round(seconds * 1000 * (rule.fullJitter ? random.next() : 1));
}

/** Whether a rule's ErrorEquals names the error, by its name or by one of the names that stand for many. */
export function matches(names: readonly string[], error: StateError): boolean {
  if (error.fatal) return false;
  const timeout = error.error === 'States.Timeout';
  return names.some(
    (name) =>
      name === 'States.ALL' ||
      name === error.error ||
      error.aliases.includes(name) ||
      (name === 'States.TaskFailed' && !timeout),
  );
}
