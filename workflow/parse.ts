import * as z from 'zod';

/** One thing that is wrong with an input: where, what was found there, and what was expected. */
export interface Problem {
  /** Dotted, with list positions in brackets: `strategy.steps[2].weight`; `''` is the whole input. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export type Parsed<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Holds `input` against a zod schema and says in words what does not fit. Never throws. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { kind: 'valid', value: result.data };
  return { kind: 'refused', problems: result.error.issues.flatMap((issue) => problemsOf(issue, input)) };
}

/** A schema that is chosen by what the value looks like, so that messages are about that form and not about all there are. */
export function byForm<Schema extends z.ZodType>(schemaFor: (value: unknown) => Schema) {
  return z.unknown().transform((value, context): z.infer<Schema> => {
    const result = schemaFor(value).safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
    return z.NEVER;
  });
}

/** `root` is what the whole input is called, such as `request` or a file's name. */
export function describeProblem(root: string, { path, found, expected }: Problem): string {
  const separator = path === '' || path.startsWith('[') ? '' : '.';
  return `${root}${separator}${path}: found ${found}, expected ${expected}`;
}

/** A value as a message shows it: JSON, cut where it gets long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, input: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      found: 'an unknown field',
      expected: 'only documented fields',
    }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = nearestBranch(issue.errors);
    if (nearest) {
      return nearest.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, input));
    }
  }
  return [{ path: pathText(issue.path), found: shown(valueAt(input, issue.path)), expected: expectedBy(issue) }];
}

/** The alternative that got furthest: its problems lie deeper than "this is another type altogether". */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const near = branches.filter(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
  return near.length === 1 ? near[0] : undefined;
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value':
      return `one of ${issue.values.map((value) => shown(value)).join(', ')}`;
    case 'too_small':
      return `${amount(issue.origin)} of at least ${issue.minimum}`;
    case 'too_big':
      return `${amount(issue.origin)} of at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function amount(origin: string): string {
  if (origin === 'string') return 'a text with a length';
  if (origin === 'array') return 'a list with a length';
  return 'a number';
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function article(type: string): string {
  return ARTICLES[type] ?? type;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, input);
}
