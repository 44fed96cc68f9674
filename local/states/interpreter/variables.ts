import type { Wire } from '../../aws-json.ts';

/** Variables of one scope: a state machine, a branch, an iteration. An inner scope reads the outer ones and assigns only to itself. */
export interface Variables {
  readonly outer: Variables | undefined;
  values: Readonly<Record<string, Wire>>;
}

const none: Readonly<Record<string, Wire>> = Object.freeze({});

export function newScope(outer?: Variables): Variables {
  return { outer, values: none };
}

export function readVariable(scope: Variables, name: string): Wire | undefined {
  for (let at: Variables | undefined = scope; at; at = at.outer) {
    if (Object.hasOwn(at.values, name)) return at.values[name];
  }
  return undefined;
}

export function assign(scope: Variables, values: Readonly<Record<string, Wire>>): void {
  scope.values = { ...scope.values, ...values };
}

/** Every variable that can be read in `scope`, the innermost of each name. */
export function visibleVariables(scope: Variables): Record<string, Wire> {
  return scope.outer ? { ...visibleVariables(scope.outer), ...scope.values } : { ...scope.values };
}
