import type { Wire } from '../../aws-json.ts';
import type { Findings } from './findings.ts';
import { checkInner, type Surroundings } from './machine.ts';
import { isExpression, isObject, isWholeNumber } from './values.ts';

const DISTRIBUTED_ONLY = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'];
/** The longest Label (AWS: "Map state fields in Distributed mode"). */
const LONGEST_LABEL = 40;
const BATCH_SIZES = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch'];

/** What a Map state runs for its items, and the fields that only one of its modes has. */
export function checkMap(state: Wire, location: string, around: Surroundings): undefined {
  const { findings } = around;
  const field = state.ItemProcessor === undefined && state.Iterator !== undefined ? 'Iterator' : 'ItemProcessor';
  if (state[field] === undefined) return findings.add('These fields are required: [ItemProcessor]', location);
  checkInner(state[field], `${location}/${field}`, around);
  const config = state[field]?.ProcessorConfig ?? {};
  const where = `${location}/${field}/ProcessorConfig`;
  const mode = config.Mode ?? 'INLINE';
  if (mode === 'DISTRIBUTED') return checkDistributed(state, config, { location, where }, around);
  if (mode !== 'INLINE') findings.add("'Mode' must be 'INLINE' or 'DISTRIBUTED'", where);
  for (const distributed of DISTRIBUTED_ONLY) {
    if (mode !== 'INLINE' || state[distributed] === undefined) continue;
    findings.add(`Field '${distributed}' is only supported in 'DISTRIBUTED' mode`, location);
  }
}

function checkDistributed(
  state: Wire,
  { ExecutionType = 'STANDARD' }: Wire,
  { location, where }: { readonly location: string; readonly where: string },
  { findings, express }: Surroundings,
): undefined {
  if (express) findings.add("Express state machine does not support 'DISTRIBUTED' mode", where);
  if (ExecutionType !== 'STANDARD' && ExecutionType !== 'EXPRESS') {
    findings.add("'ExecutionType' must be 'STANDARD' or 'EXPRESS'", where);
  }
  if (typeof state.Label === 'string' && state.Label.length > LONGEST_LABEL) {
    findings.add(`Label must not be longer than ${LONGEST_LABEL} characters`, `${location}/Label`);
  }
  if (isObject(state.ItemBatcher)) checkItemBatcher(state.ItemBatcher, `${location}/ItemBatcher`, findings);
}

function checkItemBatcher(batcher: Wire, where: string, findings: Findings): undefined {
  const fields = BATCH_SIZES.flatMap((size) => [size, `${size}Path`]);
  if (fields.every((field) => batcher[field] === undefined)) {
    findings.add(`At least one of these fields is required: [${fields.join(', ')}]`, where);
  }
  for (const field of Object.keys(batcher)) {
    if (![...fields, 'BatchInput'].includes(field)) findings.add(`Field '${field}' is not supported`, where);
  }
  for (const size of BATCH_SIZES) {
    const value = batcher[size];
    if (value === undefined || isExpression(value) || isWholeNumber(value, 1)) continue;
    findings.add('Expected value of type Integer, at least 1', `${where}/${size}`);
  }
}
