import jsonata from 'jsonata';
import type { Wire } from '../../aws-json.ts';
import { isExpression, isObject } from './values.ts';

/** The variables that each state of a definition refers to, inner machines included; states that refer to none are not there. */
export function variableReferences(definition: Wire): Readonly<Record<string, readonly string[]>> {
  const references: Record<string, readonly string[]> = {};
  for (const [name, state] of Object.entries<Wire>(definition.States)) {
    const { Branches = [], ItemProcessor, Iterator, ...fields } = state;
    const found = [...new Set(referencesIn(fields, ''))];
    if (found.length > 0) references[name] = found;
    for (const inner of [...Branches, ItemProcessor, Iterator]) {
      if (isObject(inner)) Object.assign(references, variableReferences(inner));
    }
  }
  return references;
}

function referencesIn(value: Wire, field: string): readonly string[] {
  if (typeof value === 'string') {
    if (isExpression(value)) return inExpression(value.slice(2, -2));
    return /Path$|\.\$$|^Variable$/.test(field) ? inPath(value) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => referencesIn(member, Array.isArray(value) ? field : name));
}

/** Of a JSONPath, or of an intrinsic call with paths among its arguments. */
function inPath(text: string): readonly string[] {
  const withoutTexts = text.startsWith('$') ? text : text.replace(/'(?:[^'\\]|\\.)*'/g, '');
  return [...withoutTexts.matchAll(/(?<![\w$])\$([A-Za-z_]\w*)/g)].map(([, name]) => name!);
}

/** Names that the expression binds itself are its own; `$states` and functions that are called are no variables of the machine. */
function inExpression(text: string): readonly string[] {
  const bound = new Set(['states', '', '$']);
  const used: string[] = [];
  const visit = (node: Wire): void => {
    if (typeof node !== 'object' || node === null) return;
    if (node.type === 'bind') bound.add(node.lhs?.value);
    if (node.type === 'lambda') for (const argument of node.arguments ?? []) bound.add(argument.value);
    for (const name of [node.focus, node.index]) if (typeof name === 'string') bound.add(name);
    if (node.type === 'variable') used.push(node.value);
    for (const [member, inner] of Object.entries<Wire>(node)) {
      if (member === 'procedure' && inner?.type === 'variable') continue;
      if (Array.isArray(inner)) inner.forEach(visit);
      else visit(inner);
    }
  };
  visit(jsonata(text).ast());
  return used.filter((name) => !bound.has(name));
}
