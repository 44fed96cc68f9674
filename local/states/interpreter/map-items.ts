import type { Wire } from '../../aws-json.ts';
import { itemContext } from './context-object.ts';
import { compileExpression, compileTyped } from './jsonata-expression.ts';
import type { StateSource } from './machine.ts';
import { compileTemplate } from './payload-template.ts';
import { compileQuery, followPath } from './query.ts';
import { queryError, runtimeError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { UnservedTask } from './task-services.ts';
import { unserved } from './unserved.ts';
import { type MapItem, subjectOf, type Visit } from './visit.ts';

/** The list a Map goes through: what ItemsPath or Items gives, or its input. */
export function compileItems(source: StateSource): (visit: Visit, input: Wire) => Steps<readonly Wire[]> {
  if (source.fields.ItemReader !== undefined) return unsupportedReader();
  return source.language === 'JSONata' ? itemsByExpression(source.fields.Items) : itemsByPath(source.fields.ItemsPath);
}

function itemsByPath(path = '$') {
  const query = compileQuery(path);
  return atOnce((visit: Visit, input: Wire): readonly Wire[] => {
    const items = followPath(query, subjectOf(visit, input));
    if (Array.isArray(items)) return items;
    throw runtimeError(`Reference path "${path}" must point to array.`);
  });
}

function itemsByExpression(given: Wire) {
  if (given !== undefined) {
    const expression = compileTyped(given, 'Items', 'array');
    return (visit: Visit): Steps<readonly Wire[]> => expression.evaluate(visit);
  }
  return atOnce((_: Visit, input: Wire): readonly Wire[] => {
    if (Array.isArray(input)) return input;
    throw queryError(`Map state input must be an array but was: ${JSON.stringify(input)}`);
  });
}

function unsupportedReader() {
  return atOnce(({ flow, state }: Visit): readonly Wire[] => {
    const why = 'local AWS has no ItemReader, only items of the input';
    throw unserved(flow.execution, new UnservedTask(state.name, 'ItemReader', why));
  });
}

/** What an iteration gets: its item, or what ItemSelector (once called Parameters) makes of it. */
export function compileItemInput({ fields, language }: StateSource) {
  const selector = fields.ItemSelector ?? (language === 'JSONPath' ? fields.Parameters : undefined);
  if (selector === undefined) {
    return atOnce((_: Visit, __: Wire, item: MapItem): Wire => {
      return item.value;
    });
  }
  if (language === 'JSONata') {
    const expression = compileExpression(selector, 'ItemSelector');
    return function* (visit: Visit, _: Wire, item: MapItem): Steps<Wire> {
      return yield* expression.evaluate(visit, { context: itemContext(visit, item) });
    };
  }
  const fill = compileTemplate(selector);
  return atOnce((visit: Visit, input: Wire, item: MapItem): Wire => {
    const subject = { ...subjectOf(visit, input), context: () => itemContext(visit, item) };
    return fill(subject, visit.flow.execution);
  });
}
