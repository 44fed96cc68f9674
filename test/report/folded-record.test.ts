import { expect, test } from '@jest/globals';
import { foldedRecord } from '../../report/folded-record.ts';
import { long } from './compared.ts';
import { rolledBack } from './records.ts';

test('a short record is shown as it is', () => {
  const { kind, text } = foldedRecord(rolledBack());
  expect(kind).toBe('whole');
  expect(JSON.parse(text)).toEqual(rolledBack());
});

test('of a long one repeated looks and loops of the path are folded', () => {
  const record = long(2000);
  const { kind, text } = foldedRecord(record);
  expect(kind).toBe('folded');
  const { checks, path } = JSON.parse(text);
  expect(checks).toEqual([record.checks[0], '… 1998 more looks, healthy …', record.checks.at(-1)]);
  expect(path).toEqual([
    'ValidateRequest',
    'ShiftTargets',
    '(Bake → CheckHealth → WhatIsTheVerdict) ×2000',
    'Succeeded',
  ]);
});

test('one that changes its mind at every look stays short, too', () => {
  const checks = long(2000).checks.map((check, i) => (i % 2 ? check : { ...check, verdict: 'inconclusive' as const }));
  expect(foldedRecord(long(2000, { checks })).text.length).toBeLessThan(200_000);
});
