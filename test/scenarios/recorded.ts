import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Rehearsal, type RehearsalOptions, rehearse as rehearseUnchecked } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';

const published = JSON.parse(readFileSync(new URL('../../docs/audit-record.schema.json', import.meta.url), 'utf8'));

/** The schema with nothing beside what it knows: a field that is not documented is a fault of ours. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema ? { ...inner, additionalProperties: false } : inner;
}

const formats = { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) };
const ajv = new Ajv2020({ allErrors: true, formats });
const isDocumented = ajv.compile(closed(published) as object);

/** @throws where a record, as JSON, is not what the published schema says */
export function requireDocumented(record: unknown): void {
  if (isDocumented(JSON.parse(JSON.stringify(record)))) return;
  throw new Error(`the record is not as docs/audit-record.schema.json says: ${ajv.errorsText(isDocumented.errors)}`);
}

/** Rehearses a scenario, and holds its audit record against the published schema. */
export async function rehearse(scenario: Scenario, options?: RehearsalOptions): Promise<Rehearsal> {
  const rehearsal = await rehearseUnchecked(scenario, options);
  requireDocumented(rehearsal.record);
  return rehearsal;
}
