import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inOwnProcess } from '../../bench/own-process.ts';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** Runs a program in place of bench/main.ts. */
function running(program: string, full = false) {
  folder = mkdtempSync(join(tmpdir(), 'stepshift-bench-'));
  const file = join(folder, 'main.cjs');
  writeFileSync(file, program);
  return inOwnProcess('speed', full, file);
}

describe('a benchmark in a process of its own', () => {
  test('is told its name and size, and hands over what it found', async () => {
    expect(await running('process.send([process.argv.slice(2)], () => process.exit(0))', true)).toEqual([
      ['speed', '--alone', '--full'],
    ]);
  });

  test.each([
    ['process.exit(7)', 'it ended with exit code 7 and found nothing'],
    ['process.kill(process.pid, "SIGKILL")', 'it ended by SIGKILL and found nothing'],
    ['', 'it ended with exit code 0 and found nothing'],
  ])('that ends without findings (%s) is told from one that found nothing', async (program, words) => {
    await expect(running(program)).rejects.toThrow(words);
  });
});
