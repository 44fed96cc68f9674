import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { pictures } from './pictures.ts';

test('the pictures of README and docs are as a rehearsal draws them (npm run images)', async () => {
  for (const [file, svg] of Object.entries(await pictures())) {
    expect([file, readFileSync(file, 'utf8') === svg]).toEqual([file, true]);
    expect(svg).not.toMatch(/<script|href=|url\((?!#)/);
  }
});
