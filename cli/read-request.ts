import { givenPath } from './given-path.ts';
import { parseJson } from './json-text.ts';
import { ScenarioFault } from './scenario/fault.ts';
import { isFile, named, readText } from './scenario/files.ts';
import { readStandardInput } from './standard-input.ts';

/**
 * The request in a JSON file, or on standard input (`-`), unchecked.
 * @throws ScenarioFault when there is nothing to read, or it is not JSON
 */
export async function readRequest(path: string): Promise<unknown> {
  const [name, text] = path === '-' ? ['standard input', await readStandardInput()] : fileText(path, 'a request');
  return jsonIn(name, text);
}

/**
 * The definition in a file: the text as its author wrote it.
 * @throws ScenarioFault when there is nothing to read, or it is not JSON
 */
export function readDefinition(path: string): string {
  const [name, text] = fileText(path, 'a definition');
  jsonIn(name, text);
  return text;
}

function jsonIn(name: string, text: string): unknown {
  const parsed = parseJson(text);
  if (parsed.kind === 'json') return parsed.value;
  const { line, column, found } = parsed;
  throw new ScenarioFault(`${name}: line ${line}, column ${column}: found ${found}, expected JSON`);
}

function fileText(path: string, what: 'a request' | 'a definition'): readonly [string, string] {
  const file = givenPath(path, process.env);
  if (isFile(file)) return [named(file), readText(file)];
  const otherwise = what === 'a request' ? ', or - for standard input' : '';
  throw new ScenarioFault(`${named(file)}: found no file there, expected one with ${what} as JSON${otherwise}`);
}
