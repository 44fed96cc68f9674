import type { Wire } from '../../aws-json.ts';
import type { Fields } from './fields.ts';
import { compileExpression, type Extras } from './jsonata-expression.ts';
import type { StateSource } from './machine.ts';
import type { Steps } from './suspension.ts';
import { type Exit, leave, type Visit } from './visit.ts';

/** The states that have a result, which Assign and Output may use. */
const WITH_RESULT = new Set(['Task', 'Map', 'Parallel']);

/** The data flow of a JSONata state. */
export function jsonataFields({ fields }: StateSource): Fields {
  const argument = fields.Arguments === undefined ? undefined : compileExpression(fields.Arguments, 'Arguments');
  const finish = compileFinish(fields);
  const withResult = WITH_RESULT.has(fields.Type);
  return {
    input: (visit) => visit.input,
    *argument(visit, input) {
      return argument ? yield* argument.evaluate(visit) : input;
    },
    *exit(visit, result, next) {
      return yield* finish(visit, result, next, withResult ? { result } : {});
    },
  };
}

/** Compiles Assign and Output, of a state or of a rule in it. Both see the variables as they were on entering. */
export function compileFinish(fields: Wire) {
  const assign = fields.Assign === undefined ? undefined : compileExpression(fields.Assign, 'Assign');
  const output = fields.Output === undefined ? undefined : compileExpression(fields.Output, 'Output');
  return function* finish(visit: Visit, value: Wire, next: string | undefined, extras: Extras): Steps<Exit> {
    const assigned = assign ? yield* assign.evaluate(visit, extras) : undefined;
    return leave(visit, output ? yield* output.evaluate(visit, extras) : value, next, assigned);
  };
}
