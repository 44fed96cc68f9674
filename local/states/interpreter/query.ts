import type { Wire } from '../../aws-json.ts';
import { compileJsonPath, type JsonPath, PathNotFound, readJsonPath } from './json-path.ts';
import { runtimeError } from './state-error.ts';
import { readVariable, type Variables } from './variables.ts';

/** What a state's fields may refer to. */
export interface Subject {
  /** What `$` is. */
  readonly input: Wire;
  readonly variables: Variables;
  /** What `$$` is: made when it is asked for. */
  context(): Wire;
}

/** A path as a field of a state names it: into the input (`$.a`), the context object (`$$.a`) or a variable (`$name.a`). */
export interface Query {
  readonly text: string;
  readonly path: JsonPath;
  /** @throws PathNotFound */
  read(subject: Subject): Wire;
}

/** @throws SyntaxError when `text` is no path */
export function compileQuery(text: string): Query {
  if (text === '$') return { text, path: compileJsonPath('$'), read: (subject) => subject.input };
  if (text.startsWith('$$')) {
    const path = compileJsonPath(text.slice(1));
    return { text, path, read: (subject) => readJsonPath(path, subject.context()) };
  }
  const variable = /^\$([A-Za-z_][\w]*)/.exec(text)?.[1];
  if (variable !== undefined) return compileVariableQuery(text, variable);
  const path = compileJsonPath(text);
  return { text, path, read: (subject) => readJsonPath(path, subject.input) };
}

function compileVariableQuery(text: string, name: string): Query {
  const path = compileJsonPath(`$${text.slice(name.length + 1)}`);
  return {
    text,
    path,
    read(subject) {
      const value = readVariable(subject.variables, name);
      if (value === undefined) throw new PathNotFound(`No variable named ${name}`);
      return readJsonPath(path, value);
    },
  };
}

/** Reads a path that a field of the state must be able to follow, such as InputPath. */
export function followPath(query: Query, subject: Subject): Wire {
  try {
    return query.read(subject);
  } catch (error) {
    if (error instanceof PathNotFound) throw runtimeError(`Invalid path '${query.text}' : ${error.message}`);
    throw error;
  }
}

/** Reads a path in the place of a value, such as a `name.$` of Parameters. */
export function readField(query: Query, subject: Subject, field: string): Wire {
  try {
    return query.read(subject);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    const searched = JSON.stringify(query.text.startsWith('$$') ? subject.context() : subject.input);
    throw runtimeError(
      `The JSONPath '${query.text}' specified for the field '${field}' could not be found in the input '${searched}'`,
    );
  }
}

/** What the path leads to, or undefined. */
export function find(query: Query, subject: Subject): Wire | undefined {
  try {
    return query.read(subject);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}
