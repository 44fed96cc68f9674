import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

/** A program without any network: a namespace of its own, which not every system grants. */
const ALONE = ['unshare', ['-rn']] as const;
const isGranted = spawnSync(ALONE[0], [...ALONE[1], 'true']).status === 0;

const alone = isGranted ? test : test.skip;

alone(
  'npm run synth needs no network and no credentials (skipped where no network namespace is granted)',
  async () => {
    const output = mkdtempSync(join(tmpdir(), 'stepshift-synth-'));
    const { PATH, HOME } = process.env;
    const command = ['npm', 'run', '-s', 'synth', '--', '--quiet', '--output', output];
    await run(ALONE[0], [...ALONE[1], ...command], { env: { PATH, HOME: join(HOME ?? '/', 'nowhere') } });
    const { Outputs } = JSON.parse(readFileSync(join(output, 'Stepshift.template.json'), 'utf8'));
    expect(Outputs).toMatchObject({ DeployerArn: {}, DeployerAliasArn: {} });
  },
  180_000,
);

test('the app takes a strategy to update itself by, and refuses what is none', async () => {
  const CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'stepshift-synth-'));
  const synth = (selfUpdate: string) =>
    run(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
      env: { ...process.env, NODE_OPTIONS: '', CDK_OUTDIR, CDK_CONTEXT_JSON: JSON.stringify({ selfUpdate }) },
    });
  await synth('Canary50Percent720Minutes');
  const template = readFileSync(join(CDK_OUTDIR, 'Stepshift.template.json'), 'utf8');
  expect(template).toContain('Canary50Percent720Minutes');
  await expect(synth('Slowly')).rejects.toThrow('stepshift: request.strategy: found "Slowly"');
});
