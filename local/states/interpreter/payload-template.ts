import type { Wire } from '../../aws-json.ts';
import { compileIntrinsic } from './intrinsic-call.ts';
import type { IntrinsicSources } from './intrinsics.ts';
import { compileQuery, readField, type Subject } from './query.ts';

/** A payload template, compiled: gives the value for one subject. Constant parts are shared between values, and nobody changes values. */
export type Template = (subject: Subject, sources: IntrinsicSources) => Wire;

/** Compiles Parameters, ResultSelector, ItemSelector and their like: a key that ends in `.$` has a path or an intrinsic function as its value. */
export function compileTemplate(template: Wire): Template {
  if (Array.isArray(template)) return compileArray(template);
  if (typeof template === 'object' && template !== null) return compileObject(template);
  return () => template;
}

function isConstant(template: Wire): boolean {
  if (typeof template !== 'object' || template === null) return true;
  return Object.entries(template).every(
    ([key, value]) => (Array.isArray(template) || !key.endsWith('.$')) && isConstant(value),
  );
}

function compileArray(template: readonly Wire[]): Template {
  if (isConstant(template)) return () => template;
  const items = template.map(compileTemplate);
  return (subject, sources) => items.map((item) => item(subject, sources));
}

function compileObject(template: Readonly<Record<string, Wire>>): Template {
  if (isConstant(template)) return () => template;
  const members = Object.entries(template).map(([key, value]): [string, Template] =>
    key.endsWith('.$') && typeof value === 'string'
      ? [key.slice(0, -2), compileExpression(value, key)]
      : [key, compileTemplate(value)],
  );
  return (subject, sources) => {
    const value: Record<string, Wire> = {};
    for (const [key, member] of members) {
      const given = member(subject, sources);
      if (key === '__proto__') Object.defineProperty(value, key, { value: given, enumerable: true, writable: true });
      else value[key] = given;
    }
    return value;
  };
}

/** The value of a `.$` key: a path, or an intrinsic function. */
export function compileExpression(text: string, field: string): Template {
  if (!text.startsWith('$')) return compileIntrinsic(text, field);
  const query = compileQuery(text);
  return (subject) => readField(query, subject, field);
}
