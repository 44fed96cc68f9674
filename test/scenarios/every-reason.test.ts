import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ENDS } from '../../workflow/ends.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const scenarios = readdirSync(HERE)
  .filter((file) => file.endsWith('.test.ts') && file !== 'every-reason.test.ts')
  .map((file) => readFileSync(HERE + file, 'utf8'))
  .join('\n');
const operating = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
const reasons = [...operating.matchAll(/^### (.*)$/gm)]
  .flatMap(([, heading]) => heading!.split(', '))
  .filter((heading) => /^\w+$/.test(heading));

describe('what the docs name is rehearsed', () => {
  test.each([...ENDS])('the end %s', (end) => {
    expect(scenarios.includes(`outcome: '${end}'`)).toBe(true);
  });

  test.each(reasons)('the reason %s', (reason) => {
    const isRehearsed = scenarios.includes(`reason: '${reason}'`) || scenarios.includes(`'${reason}',`);
    expect(isRehearsed).toBe(true);
  });

  test('and there are many', () => {
    expect(reasons.length).toBeGreaterThan(15);
  });
});
