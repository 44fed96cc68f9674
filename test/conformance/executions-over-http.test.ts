import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { LocalAws } from '../../local/local-aws.ts';
import { serve } from '../../local/serve.ts';

const runner = fileURLToPath(new URL('../../../shared/conformance/run-executions.mjs', import.meta.url));
const run = promisify(execFile);

/** The account that the recordings have in their ARNs. */
const RECORDED = '111111111111';

interface Report {
  readonly total: Readonly<Record<'cases' | 'end' | 'cause' | 'histories' | 'order' | 'exact' | 'refused', number>>;
}

/** Runs the recordings' own runner against local AWS over HTTP, with the mock configuration that it writes. */
async function played(): Promise<Report['total']> {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-'));
  const file = join(folder, 'mocks.json');
  await run(process.execPath, [runner, '--write-mock-config', file]);
  const aws = new LocalAws({ mocks: JSON.parse(readFileSync(file, 'utf8')), account: RECORDED });
  const server = await serve(aws, 0);
  try {
    const args = [runner, '--endpoint', `http://127.0.0.1:${server.port}`, '--json'];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }).catch((failed) => failed);
    return (JSON.parse(stdout) as Report).total;
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

// Without the recordings (../shared/conformance) this test is skipped, by name.
(existsSync(runner) ? test : test.skip)(
  'executions recorded on AWS hold over HTTP, with mocks in place of their services',
  async () => {
    const { cases, histories, refused, end, cause, order, exact } = await played();
    console.info(
      `over HTTP: ${end} ends, ${cause} causes of ${cases}; ${order} orders, ${exact} histories of ${histories}`,
    );
    expect(refused).toBe(0);
    expect(cases).toBeGreaterThan(600);
    expect(end).toBe(cases);
    expect(cause).toBe(cases);
    expect(order / histories).toBeGreaterThan(0.97);
    expect(exact / histories).toBeGreaterThan(0.95);
  },
);
