import type { Wire } from '../../aws-json.ts';
import type { Steps } from './suspension.ts';
import type { Exit, Visit } from './visit.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** A state machine, a branch or an item processor, compiled: everything that can be worked out from the definition alone is. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  readonly timeoutSeconds: number | undefined;
}

export interface State {
  readonly name: string;
  readonly type: string;
  run(visit: Visit): Steps<Exit>;
}

/** What a state's fields say of how it is compiled. */
export interface StateSource {
  readonly name: string;
  readonly fields: Wire;
  readonly language: QueryLanguage;
  /** Compiles a branch or an item processor of this state. */
  compileInner(definition: Wire): Machine;
}
