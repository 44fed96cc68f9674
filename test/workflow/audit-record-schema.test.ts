import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { auditRecordJsonSchema, parseRecord } from '../../workflow/audit-record-schema.ts';
import { rolledBack } from '../report/records.ts';
import { requireDocumented } from '../scenarios/recorded.ts';

describe('the schema of audit records', () => {
  test('is published as it is (npm run refresh)', () => {
    expect(JSON.parse(readFileSync('docs/audit-record.schema.json', 'utf8'))).toEqual(auditRecordJsonSchema());
  });

  test('takes a record, and keeps what a later version adds', () => {
    const record = { ...rolledBack(), somethingNew: [{ name: 'one' }] };
    expect(parseRecord(record)).toEqual({ kind: 'valid', value: record });
  });

  test('says what is wrong with anything else', () => {
    const [check] = rolledBack().checks;
    const record = { ...rolledBack(), version: 2, checks: [{ ...check, verdict: 'fine' }] };
    expect(parseRecord(record)).toEqual({
      kind: 'refused',
      problems: [
        { path: 'version', found: '2', expected: 'one of 1' },
        { path: 'checks[0].verdict', found: '"fine"', expected: 'one of "healthy", "unhealthy", "inconclusive"' },
      ],
    });
    expect(parseRecord([]).kind).toBe('refused');
  });

  test('must know a field before a rehearsal may have it', () => {
    expect(() => requireDocumented(rolledBack())).not.toThrow();
    expect(() => requireDocumented({ ...rolledBack(), undocumented: 1 })).toThrow(
      'must NOT have additional properties',
    );
  });
});
