import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parseJson } from '../json-text.ts';
import { ScenarioFault } from './fault.ts';

/**
 * The path of a file that a scenario names, relative to the scenario.
 * @throws ScenarioFault when there is none
 */
export function fileNamed(scenarioFile: string, at: { readonly path: string; readonly what: string }, named: string) {
  const file = isAbsolute(named) ? named : join(dirname(scenarioFile), named);
  if (isFile(file)) return file;
  throw new ScenarioFault(
    `${scenarioFile}: ${at.path}: found ${JSON.stringify(named)}, where there is no file, expected the path of ${at.what}, relative to the scenario`,
  );
}

/** @throws ScenarioFault when it cannot be read, or is not JSON */
export function readJson(file: string): unknown {
  const parsed = parseJson(readText(file));
  if (parsed.kind === 'json') return parsed.value;
  throw new ScenarioFault(
    `${file}: line ${parsed.line}, column ${parsed.column}: found ${parsed.found}, expected JSON`,
  );
}

/** @throws ScenarioFault when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ScenarioFault(
      `${file}: found a file that cannot be read (${(error as NodeJS.ErrnoException).code}), expected a readable one`,
    );
  }
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
