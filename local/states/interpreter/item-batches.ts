import type { Wire } from '../../aws-json.ts';
import { compileExpression } from './jsonata-expression.ts';
import type { StateSource } from './machine.ts';
import { compileNumberField, positive } from './number-field.ts';
import { PAYLOAD_LIMIT } from './payload-size.ts';
import { compileTemplate } from './payload-template.ts';
import { atOnce, type Steps } from './suspension.ts';
import { subjectOf, type Visit } from './visit.ts';

/** Puts items together as ItemBatcher says: each child gets `{ Items, BatchInput? }`. */
export type Batch = (visit: Visit, input: Wire, items: readonly Wire[]) => Steps<readonly Wire[]>;

export function compileBatches(source: StateSource): Batch {
  const batcher = source.fields.ItemBatcher;
  if (batcher === undefined) return atOnce((_: Visit, __: Wire, items: readonly Wire[]) => items);
  const own = { ...source, fields: batcher };
  const maxItems = compileNumberField(own, positive('MaxItemsPerBatch'));
  const maxBytes = compileNumberField(own, positive('MaxInputBytesPerBatch'));
  const batchInput = compileBatchInput(own);
  return function* (visit, input, items) {
    const most = (yield* maxItems(visit, input)) ?? Number.POSITIVE_INFINITY;
    const bytes = (yield* maxBytes(visit, input)) ?? PAYLOAD_LIMIT;
    const shared = yield* batchInput(visit, input);
    return divide(items, most, bytes - size(shared)).map((batch) => ({ ...shared, Items: batch }));
  };
}

function compileBatchInput({ fields, language }: StateSource): (visit: Visit, input: Wire) => Steps<Wire> {
  if (fields.BatchInput === undefined) return atOnce(() => ({}));
  if (language === 'JSONata') {
    const expression = compileExpression(fields.BatchInput, 'ItemBatcher/BatchInput');
    return function* (visit) {
      return { BatchInput: yield* expression.evaluate(visit) };
    };
  }
  const fill = compileTemplate(fields.BatchInput);
  return atOnce((visit, input) => ({ BatchInput: fill(subjectOf(visit, input), visit.flow.execution) }));
}

/** A batch has at least one item, even one that is too large. */
function divide(items: readonly Wire[], maxItems: number, maxBytes: number): Wire[][] {
  const batches: Wire[][] = [];
  let batch: Wire[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = size(item) + 1;
    if (batch.length > 0 && (batch.length >= maxItems || bytes + more > maxBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += more;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function size(value: Wire): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
