/** The Lambda functions that a definition calls without saying which version of them, a few of each. */
export interface LooseCalls {
  /** Names of functions that are called without version or alias. */
  readonly unversioned: readonly string[];
  /** States that learn only when they run which function they call. */
  readonly namedLate: readonly string[];
}

/** More than this would not be read: one above it tells that there are others. */
export const NAMED = 5;

interface AslState {
  readonly Type?: string;
  readonly Resource?: unknown;
  readonly Parameters?: unknown;
  readonly Arguments?: unknown;
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
  readonly Iterator?: Machine;
}

interface Machine {
  readonly States?: Readonly<Record<string, AslState>>;
}

/** A function's name, ARN or partial ARN, each with or without a version or alias (Lambda's Invoke, FunctionName). */
const FUNCTION =
  /^(?:arn:aws[a-z-]*:lambda:)?(?:[a-z]{2}[a-z0-9-]*-\d:)?(?:\d{12}:)?(?:function:)?([a-zA-Z0-9_-]+)(?::([a-zA-Z0-9_$.-]+))?$/;
const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:/;
/** The integration made for Lambda, and the one of AWS's SDK, in any partition. */
const INVOKE = /^arn:aws[a-z-]*:states:[^:]*:[^:]*:(?:lambda:invoke|aws-sdk:lambda:invoke[a-zA-Z]*)(?:\.|$)/;

/** What a definition calls loosely, in its Maps and branches, too. A definition that cannot be read calls nothing. */
export function looseCalls(definition: string): LooseCalls {
  const calls = statesOf(parsed(definition)).flatMap(([name, state]) => callOf(name, state));
  const few = (kind: Call['kind']): readonly string[] =>
    [...new Set(calls.filter((call) => call.kind === kind).map(({ name }) => name))].slice(0, NAMED + 1);
  return { unversioned: few('unversioned'), namedLate: few('namedLate') };
}

interface Call {
  readonly kind: 'unversioned' | 'namedLate';
  readonly name: string;
}

function parsed(definition: string): Machine {
  try {
    return (JSON.parse(definition) as Machine | null) ?? {};
  } catch {
    return {};
  }
}

function statesOf({ States = {} }: Machine): readonly (readonly [string, AslState])[] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as const,
    ...[state.ItemProcessor, state.Iterator, ...(state.Branches ?? [])].flatMap((inner) =>
      inner ? statesOf(inner) : [],
    ),
  ]);
}

function callOf(state: string, { Type, Resource, Parameters, Arguments }: AslState): readonly Call[] {
  if (Type !== 'Task' || typeof Resource !== 'string') return [];
  if (FUNCTION_ARN.test(Resource)) return namedFunction(Resource, undefined);
  if (!INVOKE.test(Resource)) return [];
  const given = Arguments ?? Parameters;
  // Whole arguments may be an expression, too.
  if (given === null || typeof given !== 'object') return [{ kind: 'namedLate', name: state }];
  const { FunctionName, Qualifier, ...others } = given as Readonly<Record<string, unknown>>;
  if (typeof Qualifier === 'string' && !isLate(Qualifier)) return namedFunction(FunctionName, Qualifier);
  const late = isLate(FunctionName) || Qualifier !== undefined || 'FunctionName.$' in others || 'Qualifier.$' in others;
  return late ? [{ kind: 'namedLate', name: state }] : namedFunction(FunctionName, undefined);
}

/** A JSONata expression. */
function isLate(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('{%');
}

function namedFunction(FunctionName: unknown, qualifier: string | undefined): readonly Call[] {
  const [, name, suffix] = FUNCTION.exec(typeof FunctionName === 'string' ? FunctionName : '') ?? [];
  const version = qualifier ?? suffix;
  const isVersioned = version !== undefined && !version.startsWith('$LATEST');
  return name === undefined || isVersioned ? [] : [{ kind: 'unversioned', name }];
}
