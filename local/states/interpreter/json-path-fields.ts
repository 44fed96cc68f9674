import type { Wire } from '../../aws-json.ts';
import type { Fields } from './fields.ts';
import type { StateSource } from './machine.ts';
import { compileTemplate } from './payload-template.ts';
import { compileQuery, followPath } from './query.ts';
import { compileResultPath } from './result-path.ts';
import { atOnce } from './suspension.ts';
import { leave, subjectOf, type Visit } from './visit.ts';

/** Reads from a state's input or output: InputPath and OutputPath. */
type Reader = (visit: Visit, value: Wire) => Wire;

/** The data flow of a JSONPath state. What does not depend on the input is worked out here, once. */
export function jsonPathFields({ fields }: StateSource): Fields {
  const readInput = compileReader(fields.InputPath);
  const readOutput = compileReader(fields.OutputPath);
  const fill = compileFilling(fields.Parameters);
  const select = compileFilling(fields.ResultSelector);
  const assigned = compileAssign(fields.Assign);
  const place = compileResultPath(fields.ResultPath);
  return {
    input: (visit) => readInput(visit, visit.input),
    argument: atOnce(fill),
    exit: atOnce((visit: Visit, result: Wire, next: string | undefined) => {
      const variables = assigned?.(visit, result);
      return leave(visit, readOutput(visit, place(visit.input, select(visit, result))), next, variables);
    }),
  };
}

function compileReader(path: string | null | undefined): Reader {
  if (path === undefined || path === '$') return (_, value) => value;
  if (path === null) return () => ({});
  const query = compileQuery(path);
  return (visit, value) => followPath(query, subjectOf(visit, value));
}

function compileFilling(template: Wire): Reader {
  if (template === undefined) return (_, value) => value;
  const fill = compileTemplate(template);
  return (visit, value) => fill(subjectOf(visit, value), visit.flow.execution);
}

/** `Assign` in a JSONPath state: `$` is the state's result, or its input where there is none. */
export function compileAssign(template: Wire): ((visit: Visit, result: Wire) => Record<string, Wire>) | undefined {
  return template === undefined ? undefined : compileFilling(template);
}
