import type { Json } from './synthesised.ts';

/** A call as IAM looks at it. */
export interface AuthorisedCall {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; a key that AWS does not give with this call is missing. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/**
 * Whether IAM would allow a call by these statements: as much of IAM as the deployer's policies use. What they do not use (Deny, NotAction, other operators) is refused by
 * name, so that it cannot be overlooked.
 */
export function isAllowed(statements: readonly Json[], call: AuthorisedCall): boolean {
  return statements.some((statement) => allows(statement, call));
}

export function allows(statement: Json, { action, resource, context }: AuthorisedCall): boolean {
  const { Sid: _, Effect, Action, Resource, Condition = {}, ...unknown } = statement;
  if (Effect !== 'Allow' || Object.keys(unknown).length > 0)
    throw new Error(`the IAM check does not know ${JSON.stringify(statement)}`);
  return (
    listOf(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    listOf(Resource).some((pattern) => like(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys as Json).every(([key, wanted]) => holds(operator, context[key], listOf(wanted as Json))),
    )
  );
}

/** A key that is missing makes every operator here false (IAM: "if the key is not present, the values do not match"). */
function holds(operator: string, values: readonly string[] = [], wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'ForAnyValue:StringEquals':
      return values.some((value) => wanted.includes(value));
    case 'StringLike':
    case 'ForAnyValue:StringLike':
    case 'ArnLike':
    case 'ForAnyValue:ArnLike':
      return values.some((value) => wanted.some((pattern) => like(pattern, value)));
    default:
      throw new Error(`the IAM check does not know the operator ${operator}`);
  }
}

function like(pattern: string, value: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's').test(value);
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
