import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

// What `cdk deploy -c KEY=VALUE` hands to an app.
test('the app installs a deployer by another name, and for some machines only, where its context says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-app-'));
  const context = JSON.stringify({ name: 'Staging', namePrefix: 'orders-' });
  const env = { ...process.env, NODE_OPTIONS: '', CDK_CONTEXT_JSON: context, CDK_OUTDIR: folder };
  await run(process.execPath, ['--import', 'tsx', 'infra/app.ts'], { env });
  const template = readFileSync(join(folder, 'Staging.template.json'), 'utf8');
  expect(template).toContain('"StateMachineName": "Staging"');
  expect(template).toContain(':stateMachine:orders-*');
}, 60_000);
