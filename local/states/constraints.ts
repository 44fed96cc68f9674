import { AwsError, type Wire } from '../aws-json.ts';

/** What AWS demands of one member of a request before it looks at what the request means. */
export type Constraint = (
  | {
      readonly type: 'string';
      readonly length?: Range;
      readonly pattern?: Pattern;
      readonly values?: readonly string[];
    }
  | { readonly type: 'number'; readonly range?: Range }
  | { readonly type: 'boolean' }
  | { readonly type: 'list'; readonly length?: Range; readonly member: Constraint }
  | { readonly type: 'structure'; readonly name: string; readonly members: Shape }
) & {
  readonly required?: boolean;
  /** AWS does not repeat the value in its message. */
  readonly sensitive?: boolean;
};

/** The members of a request, or of a structure in it. */
export type Shape = Readonly<Record<string, Constraint>>;

type Range = readonly [minimum: number, maximum: number];

/** A pattern as JavaScript runs it, and as AWS spells it in its message. */
export interface Pattern {
  readonly regex: RegExp;
  readonly text: string;
}

/** @throws AwsError ValidationException naming every member that breaks its constraint, SerializationException for a value of a wrong type */
export function checkRequest(input: Wire, shape: Shape): void {
  const problems: string[] = [];
  checkMembers(input, shape, '', problems);
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  throw new AwsError('ValidationException', `${count} detected: ${problems.join('; ')}`);
}

function checkMembers(value: Wire, shape: Shape, path: string, problems: string[]): void {
  for (const name in shape) checkValue(value[name], shape[name]!, path === '' ? name : `${path}.${name}`, problems);
}

function checkValue(value: Wire, constraint: Constraint, path: string, problems: string[]): void {
  if (value === undefined || value === null) {
    if (constraint.required)
      problems.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    return;
  }
  checkType(value, constraint, path);
  const demand = broken(value, constraint);
  if (demand !== undefined) {
    const shown = constraint.sensitive ? 'Value' : `Value '${show(value, constraint)}'`;
    problems.push(`${shown} at '${path}' failed to satisfy constraint: Member must ${demand}`);
  }
  if (constraint.type === 'structure') checkMembers(value, constraint.members, path, problems);
  if (constraint.type === 'list') {
    for (const [index, item] of value.entries()) {
      checkValue(item, constraint.member, `${path}.${index + 1}.member`, problems);
    }
  }
}

/** The demand that the value does not meet. */
function broken(value: Wire, constraint: Constraint): string | undefined {
  switch (constraint.type) {
    case 'number':
      return constraint.range && outside(value, constraint.range, 'value');
    case 'list':
      return constraint.length && outside(value.length, constraint.length, 'length');
    case 'string': {
      const { length, pattern, values } = constraint;
      if (values && !values.includes(value)) return `satisfy enum value set: [${values.join(', ')}]`;
      const tooLong = length && outside(value.length, length, 'length');
      if (tooLong) return tooLong;
      if (pattern && !pattern.regex.test(value)) return `satisfy regular expression pattern: ${pattern.text}`;
    }
  }
  return undefined;
}

function outside(actual: number, [minimum, maximum]: Range, what: 'length' | 'value'): string | undefined {
  if (actual < minimum) return `have ${what} greater than or equal to ${minimum}`;
  if (actual > maximum) return `have ${what} less than or equal to ${maximum}`;
  return undefined;
}

function checkType(value: Wire, { type }: Constraint, path: string): void {
  const fits =
    type === 'list'
      ? Array.isArray(value)
      : type === 'structure'
        ? typeof value === 'object' && !Array.isArray(value)
        : typeof value === type;
  if (!fits) throw new AwsError('SerializationException', `${path} is not a ${type}`);
}

/** A value as AWS's messages print it: Java's toString of the request's classes. */
function show(value: Wire, constraint: Constraint): string {
  if (constraint.type === 'list') return `[${value.map((item: Wire) => show(item, constraint.member)).join(', ')}]`;
  if (constraint.type !== 'structure') return String(value);
  const members = Object.keys(constraint.members)
    .filter((name) => value[name] !== undefined)
    .map((name) => `${name}=${show(value[name], constraint.members[name]!)}`);
  return `${constraint.name}(${members.join(', ')})`;
}
