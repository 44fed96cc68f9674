import type { Wire } from '../../aws-json.ts';
import { type Filter, matchesFilter } from './json-path-filter.ts';
import { type PathFunction, pathFunctions } from './json-path-functions.ts';
import { parsePath } from './json-path-parser.ts';

/** One step of a path. Only single names and single indices are definite: they lead to at most one value. */
export type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'call'; readonly call: PathFunction };

export interface JsonPath {
  readonly text: string;
  readonly steps: readonly PathStep[];
  readonly definite: boolean;
}

/** A definite path leads nowhere. The message is that of Jayway's JsonPath, which AWS quotes. */
export class PathNotFound extends Error {
  override readonly name = 'PathNotFound';
}

/** @throws SyntaxError when `text` is no path */
export function compileJsonPath(text: string): JsonPath {
  const steps = parsePath(text);
  return { text, steps, definite: steps.every(isDefinite) };
}

function isDefinite(step: PathStep): boolean {
  if (step.kind === 'names') return step.names.length === 1;
  if (step.kind === 'indices') return step.indices.length === 1;
  return step.kind === 'call';
}

/**
 * What `path` leads to in `root`: one value for a definite path, a list for any other.
 * @throws PathNotFound when a definite path leads nowhere; an indefinite one then gives an empty list
 */
export function readJsonPath(path: JsonPath, root: Wire): Wire {
  if (path.definite) return readDefinite(path, root);
  const last = path.steps.at(-1)!;
  const found: Wire[] = [];
  collect(path.steps, last.kind === 'call' ? path.steps.length - 1 : path.steps.length, 0, root, root, found);
  return last.kind === 'call' ? pathFunctions[last.call](found) : found;
}

function readDefinite(path: JsonPath, root: Wire): Wire {
  let value = root;
  const { steps } = path;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (step.kind === 'names') {
      const name = step.names[0]!;
      if (!isObject(value)) throw notAnObject(steps, i, value);
      if (!Object.hasOwn(value, name)) throw missing(steps, i);
      value = value[name];
    } else if (step.kind === 'indices') {
      const item = itemAt(value, step.indices[0]!, steps, i);
      if (item === undefined) throw missingItem(steps);
      value = item;
    } else if (step.kind === 'call') {
      value = pathFunctions[step.call](value);
    }
  }
  return value;
}

function itemAt(value: Wire, index: number, steps: readonly PathStep[], i: number): Wire {
  if (value === null) throw new PathNotFound(`The path ${render(steps, i)} is null`);
  if (!Array.isArray(value)) {
    throw new PathNotFound(
      `Filter: [${index}] can only be applied to arrays. Current context is: ${JSON.stringify(value)}`,
    );
  }
  return value[index < 0 ? value.length + index : index];
}

function missing(steps: readonly PathStep[], i: number): PathNotFound {
  const leaf = i === steps.length - 1;
  return new PathNotFound(`${leaf ? 'No results for path:' : 'Missing property in path'} ${render(steps, i + 1)}`);
}

function missingItem(steps: readonly PathStep[]): PathNotFound {
  return new PathNotFound(`No results for path: ${render(steps, steps.length)}`);
}

function notAnObject(steps: readonly PathStep[], i: number, value: Wire): PathNotFound {
  return new PathNotFound(
    `Expected to find an object with property ${render(steps.slice(i, i + 1), 1).slice(1)} in path ${render(steps, i)} but found '${javaClass(value)}'. ` +
      `This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`,
  );
}

function javaClass(value: Wire): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'java.util.ArrayList';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double';
}

/** The first `count` steps in bracket form, as Jayway prints a path: `$['a'][0]`. */
function render(steps: readonly PathStep[], count: number): string {
  let text = '$';
  for (const step of steps.slice(0, count)) {
    if (step.kind === 'names') text += `[${step.names.map((name) => `'${name}'`).join(',')}]`;
    else if (step.kind === 'indices') text += `[${step.indices.join(',')}]`;
    else if (step.kind === 'call') text += `.${step.call}()`;
  }
  return text;
}

export function isObject(value: Wire): value is Record<string, Wire> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect(steps: readonly PathStep[], until: number, i: number, value: Wire, root: Wire, found: Wire[]): void {
  if (i === until) {
    found.push(value);
    return;
  }
  const step = steps[i]!;
  const after = steps[i + 1];
  if (step.kind === 'descend' && after?.kind === 'filter') {
    // A scan asks the filter about every object and list once, not about their items again.
    for (const next of descend(value, [])) {
      if (matchesFilter(after.filter, next, root)) collect(steps, until, i + 2, next, root, found);
    }
    return;
  }
  for (const next of follow(step, value, root)) collect(steps, until, i + 1, next, root, found);
}

/** The values one step leads to. A step that does not fit leads nowhere: in an indefinite path that is no error. */
function follow(step: PathStep, value: Wire, root: Wire): Wire[] {
  switch (step.kind) {
    case 'names':
      return isObject(value) ? step.names.filter((name) => Object.hasOwn(value, name)).map((name) => value[name]) : [];
    case 'indices':
      if (!Array.isArray(value)) return [];
      return step.indices.map((n) => value[n < 0 ? value.length + n : n]).filter((item) => item !== undefined);
    case 'slice':
      return Array.isArray(value) ? slice(value, step.from, step.to, step.by ?? 1) : [];
    case 'wildcard':
      return children(value);
    case 'descend':
      return descend(value, []);
    case 'filter':
      return (Array.isArray(value) ? value : [value]).filter((item) => matchesFilter(step.filter, item, root));
    case 'call':
      return [pathFunctions[step.call](value)];
  }
}

function slice(items: readonly Wire[], from: number | undefined, to: number | undefined, by: number): Wire[] {
  const chosen = items.slice(from ?? 0, to ?? items.length);
  return by > 1 ? chosen.filter((_, index) => index % by === 0) : chosen;
}

function children(value: Wire): Wire[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function descend(value: Wire, seen: Wire[]): Wire[] {
  if (typeof value !== 'object' || value === null) return seen;
  seen.push(value);
  for (const child of children(value)) descend(child, seen);
  return seen;
}
