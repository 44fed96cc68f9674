import type { Wire } from '../../aws-json.ts';
import { compileAssign } from './json-path-fields.ts';
import { compileFinish } from './jsonata-fields.ts';
import type { StateSource } from './machine.ts';
import { compileResultPath } from './result-path.ts';
import { matches } from './retry.ts';
import type { StateError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { type Exit, leave, type Visit } from './visit.ts';

/** Leaves the state by the rule that matches; undefined if none does. */
export type Catch = (visit: Visit, error: StateError) => Steps<Exit | undefined>;

interface Rule {
  readonly errors: readonly string[];
  leave(visit: Visit, errorOutput: Wire): Steps<Exit>;
}

export function compileCatch({ fields, language }: StateSource): Catch {
  const compile = language === 'JSONata' ? jsonataRule : jsonPathRule;
  const rules: Rule[] = (fields.Catch ?? []).map(compile);
  return function* (visit, error) {
    const rule = rules.find(({ errors }) => matches(errors, error));
    return rule ? yield* rule.leave(visit, errorOutput(error)) : undefined;
  };
}

/** What a Catch rule sees. A timeout has an empty cause; a task that failed without saying why has null (recorded on AWS). */
function errorOutput(error: StateError): Wire {
  const cause = error.cause ?? (error.error === 'States.Timeout' ? '' : null);
  return { Error: error.error ?? null, Cause: cause };
}

function jsonPathRule(rule: Wire): Rule {
  const place = compileResultPath(rule.ResultPath);
  const assigned = compileAssign(rule.Assign);
  return {
    errors: rule.ErrorEquals,
    leave: atOnce((visit: Visit, error: Wire) =>
      leave(visit, place(visit.input, error), rule.Next, assigned?.(visit, error)),
    ),
  };
}

function jsonataRule(rule: Wire): Rule {
  const finish = compileFinish(rule);
  return {
    errors: rule.ErrorEquals,
    *leave(visit, errorOutput) {
      return yield* finish(visit, errorOutput, rule.Next, { errorOutput });
    },
  };
}
