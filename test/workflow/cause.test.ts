import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CAUSE_BYTES, causeText } from '../../workflow/cause.ts';
import type { Account } from '../../workflow/ends.ts';

const cause: Account = {
  reason: 'AlarmFiring',
  summary: 'It fired.',
  targets: [],
  evidence: ['a'],
  recovery: 'done',
  repair: ['b'],
};

describe('the cause of an end', () => {
  test('is the JSON of what is known', () => {
    expect(JSON.parse(causeText(cause))).toEqual({ ...cause, help: 'docs/operating.md#alarmfiring' });
  });

  test('has at most 8 KiB and is still JSON with every member, however much there is to say', () => {
    const long = fc.string({ unit: 'grapheme', maxLength: 5000 });
    fc.assert(
      fc.property(
        long,
        fc.array(long, { maxLength: 30 }),
        fc.array(long, { maxLength: 10 }),
        (summary, evidence, repair) => {
          const text = causeText({ ...cause, summary, evidence, repair });
          expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(CAUSE_BYTES);
          expect(Object.keys(JSON.parse(text) as object)).toEqual([...Object.keys(cause), 'help']);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('says how many repairs it had to leave out', () => {
    const repair = Array.from({ length: 10 }, (_, i) => `${i}${'x'.repeat(1500)}`);
    const kept = (JSON.parse(causeText({ ...cause, repair })) as Account).repair;
    expect(kept.at(-1)).toMatch(/^… and \d more/);
  });
});
