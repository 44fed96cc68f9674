import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const FOLDER = 'examples/test-your-machine';

// Its tests are declared here, as they stand.
await import('../../examples/test-your-machine/orders.jest.test.ts');

describe('the example for tests of your own machines', () => {
  test('passes with node:test', async () => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const file = join(FOLDER, 'orders.node.test.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=tap', file], { env });
    expect(stdout).toMatch(/^# pass 1$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  test('is in the docs as it stands', () => {
    const page = readFileSync('docs/testing-your-machine.md', 'utf8');
    for (const file of readdirSync(FOLDER)) {
      expect(page).toContain(readFileSync(join(FOLDER, file), 'utf8').trim());
    }
  });
});
