import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { requireDocumented } from '../scenarios/recorded.ts';
import { folderOfGoldens, GOLDENS, golden } from './goldens.ts';

test.each(Object.keys(GOLDENS) as (keyof typeof GOLDENS)[])(
  'the record and the page of %s are as they were (npm run refresh)',
  async (name) => {
    const { record, page } = await golden(name);
    const kept = (extension: string): string => readFileSync(`${folderOfGoldens}${name}.${extension}`, 'utf8');
    requireDocumented(JSON.parse(record));
    // The watchdog completes what was stopped.
    expect(JSON.parse(record)).toMatchObject({ outcome: name === 'Stopped' ? 'RolledBack' : name });
    expect(JSON.parse(record)).toEqual(JSON.parse(kept('json')));
    expect(page).toBe(kept('html'));
  },
);
