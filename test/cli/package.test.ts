import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { folderWith } from './folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Packs the project and what it depends on, and installs that into an empty folder without asking the registry for anything. */
async function installed(): Promise<string> {
  const folder = folderWith({ 'package.json': { private: true } });
  const packs = join(folder, 'packs');
  mkdirSync(packs);
  const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  await run('npm', ['pack', '--silent', '--pack-destination', packs], { cwd: ROOT });
  for (const name of Object.keys(dependencies)) {
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', packs, `./node_modules/${name}`];
    await run('npm', pack, { cwd: ROOT });
  }
  const tarballs = readdirSync(packs).map((file) => `./packs/${file}`);
  await run('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', ...tarballs], { cwd: folder });
  return folder;
}

describe('the package, installed into an empty folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await installed();
  });

  test('has the command, the library and the examples, and no sources', () => {
    const entries = readdirSync(join(folder, 'node_modules/stepshift'));
    expect(entries).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist', 'examples', 'package.json']));
    expect(entries.filter((entry) => ['cli', 'local', 'tasks', 'test', 'workflow'].includes(entry))).toEqual([]);
  });

  test('runs as npx stepshift', async () => {
    const { stdout } = await run('npx', ['--offline', 'stepshift', '--help'], { cwd: folder });
    expect(stdout).toContain('Usage: stepshift COMMAND');
  });

  test('rehearses its example, without a warning', async () => {
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, NODE_OPTIONS: __, ...env } = process.env;
    const bin = join(folder, 'node_modules/.bin/stepshift');
    const example = 'node_modules/stepshift/examples/sample-alias-machine';
    const { stdout, stderr } = await run(bin, ['rehearse', example, '--json'], { cwd: folder, env });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'RolledBack', alias: [{ version: 1, weight: 100 }] });
    expect(stderr).not.toMatch(/warning|deprecat/i);
  });

  test('can be imported, with types', async () => {
    const program = [
      "import { type AuditRecord, auditRecord, parseRequest, planDeployment } from 'stepshift';",
      'const request = parseRequest(JSON.parse("null"));',
      "if (request.kind === 'refused') console.log(request.problems[0]!.path);",
      'else console.log(planDeployment(request.value).kind);',
      "const execution = { executionArn: 'arn', name: 'n', status: 'RUNNING', startDate: new Date(0) };",
      'const record: AuditRecord = auditRecord(execution, []);',
      'console.log(record.outcome);',
      '// @ts-expect-error: the outcome cannot be changed, so the types are there',
      "record.outcome = 'Succeeded';",
    ].join('\n');
    writeFileSync(join(folder, 'program.mts'), program);
    const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...strict, 'program.mts'], {
      cwd: folder,
    });
    const imported = "import('stepshift').then((it) => console.log(it.parseRequest(null).kind))";
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', imported], { cwd: folder });
    expect(stdout).toBe('refused\n');
  });
});
