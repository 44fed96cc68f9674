import type { Wire } from '../../aws-json.ts';
import { jsonPathFields } from './json-path-fields.ts';
import { jsonataFields } from './jsonata-fields.ts';
import type { StateSource } from './machine.ts';
import type { Steps } from './suspension.ts';
import type { Exit, Visit } from './visit.ts';

/** How data flows through a state: the fields that the types of states have in common, in the state's query language. */
export interface Fields {
  /** What the state works on: its input after InputPath (JSONata: its input). */
  input(visit: Visit): Wire;
  /** What the state hands to its task or its branches: Parameters applied to `input` (JSONata: Arguments). */
  argument(visit: Visit, input: Wire): Steps<Wire>;
  /** Leaves the state with its result: ResultSelector, Assign, ResultPath, OutputPath (JSONata: Assign and Output). */
  exit(visit: Visit, result: Wire, next: string | undefined): Steps<Exit>;
}

export function compileFields(source: StateSource): Fields {
  return source.language === 'JSONata' ? jsonataFields(source) : jsonPathFields(source);
}
