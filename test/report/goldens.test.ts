import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ENDS } from '../../workflow/ends.ts';
import { requireDocumented } from '../scenarios/recorded.ts';
import { folderOfGoldens, golden } from './goldens.ts';

test.each(ENDS)('the record and the page of %s are as they were (npm run refresh)', async (end) => {
  const { record, page } = await golden(end);
  const kept = (extension: string): string => readFileSync(`${folderOfGoldens}${end}.${extension}`, 'utf8');
  requireDocumented(JSON.parse(record));
  expect(JSON.parse(record)).toMatchObject({ outcome: end });
  expect(JSON.parse(record)).toEqual(JSON.parse(kept('json')));
  expect(page).toBe(kept('html'));
});
