import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { harmless } from '../../report/paint.ts';
import { shown } from '../../workflow/parse.ts';
import { parseJson } from '../json-text.ts';
import { ScenarioFault } from './fault.ts';

/** Deeper than any definition that is meant to be read; far deeper ones would fill the stack of whoever walks them. */
const DEEPEST_JSON = 500;
const LONGEST_NAME = 240;

/**
 * The path of a file that a scenario names, relative to the scenario.
 * @throws ScenarioFault when there is none
 */
export function fileNamed(scenarioFile: string, at: { readonly path: string; readonly what: string }, given: string) {
  const file = isAbsolute(given) ? given : join(dirname(scenarioFile), given);
  if (isFile(file)) return file;
  throw new ScenarioFault(
    `${named(scenarioFile)}: ${at.path}: found ${shown(given)}, where there is no file, expected the path of ${at.what}, relative to the scenario`,
  );
}

/** @throws ScenarioFault when it cannot be read, or is not JSON */
export function readJson(file: string): unknown {
  const text = readText(file);
  const parsed = parseJson(text);
  if (parsed.kind === 'broken') {
    const { line, column, found } = parsed;
    throw new ScenarioFault(`${named(file)}: line ${line}, column ${column}: found ${found}, expected JSON`);
  }
  if (depthOf(text) > DEEPEST_JSON) {
    throw new ScenarioFault(
      `${named(file)}: found JSON nested ${depthOf(text)} deep, expected at most ${DEEPEST_JSON}`,
    );
  }
  return parsed.value;
}

/** @throws ScenarioFault when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ScenarioFault(
      `${named(file)}: found a file that cannot be read (${(error as NodeJS.ErrnoException).code}), expected a readable one`,
    );
  }
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

export function isThere(path: string): boolean {
  return statOf(path) !== undefined;
}

/** A path as a message has it: nothing in it can steer a terminal, and a very long one is cut. */
export function named(path: string): string {
  const text = harmless(path);
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 3)}...` : text;
}

/** Nothing is at a path that leads through a file, is too long for the system, or can be no path at all. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** How deep objects and lists are nested in a JSON text. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of json.matchAll(/"(?:[^"\\]+|\\.)*"|[[{\]}]/g)) {
    if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++depth);
    else if (sign === '}' || sign === ']') depth--;
  }
  return deepest;
}
