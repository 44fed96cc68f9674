import type { Wire } from '../../aws-json.ts';
import { compileTyped } from './jsonata-expression.ts';
import type { State, StateSource } from './machine.ts';
import { compileExpression as compileJsonPath } from './payload-template.ts';
import { runtimeError, StateError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { subjectOf, type Visit } from './visit.ts';

type Text = (visit: Visit) => Steps<string | undefined>;

/** Fail: ends its line of work with an error and a cause; each may be missing. */
export function compileFail(source: StateSource): State['run'] {
  const error = compileText(source, 'Error');
  const cause = compileText(source, 'Cause');
  return function* (visit) {
    throw new StateError({ error: yield* error(visit), cause: yield* cause(visit) });
  };
}

function compileText({ fields, language }: StateSource, name: 'Error' | 'Cause'): Text {
  if (language === 'JSONata') return compileJsonataText(fields[name], name);
  const path = fields[`${name}Path`];
  if (path === undefined) return constantText(fields[name]);
  const read = compileJsonPath(path, `${name}Path`);
  return atOnce((visit) => {
    const value = read(subjectOf(visit, visit.input), visit.flow.execution);
    if (typeof value !== 'string')
      throw runtimeError(`The ${name}Path field must refer to a string but was: ${JSON.stringify(value)}`);
    return value;
  });
}

function compileJsonataText(source: Wire, name: string): Text {
  if (source === undefined) return constantText(undefined);
  const expression = compileTyped(source, name, 'string');
  return (visit) => expression.evaluate(visit);
}

function constantText(text: string | undefined): Text {
  return atOnce(() => {
    return text;
  });
}
