import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));

/** Runs a file of the project as a person would, in a process of its own. */
function run(file: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, NODE_OPTIONS: __, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [TSX, file, ...args], { cwd: ROOT, env, maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

describe('as a process', () => {
  test('the bad example prints one JSON object, the same bytes each time, and no warning', async () => {
    const [one, other] = await Promise.all([
      run('cli/main.ts', 'rehearse', 'examples/sample-alias-machine', '--json'),
      run('cli/main.ts', 'rehearse', 'examples/sample-alias-machine', '--json'),
    ]);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({ outcome: 'RolledBack', alias: [{ version: 1, weight: 100 }] });
    expect(other.out).toBe(one.out);
    expect(one.err).not.toMatch(/warning|deprecat/i);
  });

  test('wrong usage exits with 2 and a sentence', async () => {
    const { code, out, err } = await run('cli/main.ts', 'rehearze');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('stepshift: Unknown command rehearze. Did you mean rehearse? See stepshift --help.\n');
  });

  test('npm start shows a roll-back and a success, says what to try next, and warns of nothing', async () => {
    const { code, out, err } = await run('cli/start.ts');
    expect(code).toBe(0);
    expect(out).toMatch(/↩ RolledBack.*wholly on version 1.*✔ Succeeded.*wholly on version 2.*What to try next/s);
    expect(err).not.toMatch(/warning|deprecat/i);
  });
});
