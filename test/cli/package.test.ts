import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from './folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Those that the package is tried with; CI names the other versions that it is for. */
const NODES: readonly (readonly [string, string])[] = [
  [`Node ${process.version}`, process.execPath],
  ...(process.env.STEPSHIFT_NODES ?? '')
    .split(':')
    .filter(Boolean)
    .map((path): [string, string] => [path, path]),
];

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
    // What it says of a first deployment can be typed here as it stands.
    const [, definition] = /npx stepshift deploy .*?--definition (\S+)/s.exec(stdout)!;
    expect(existsSync(join(folder, definition!))).toBe(true);
  });

  test('rehearses its example, without a warning', async () => {
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, NODE_OPTIONS: __, ...env } = process.env;
    const bin = join(folder, 'node_modules/.bin/stepshift');
    const example = 'node_modules/stepshift/examples/sample-alias-machine';
    const { stdout, stderr } = await run(bin, ['rehearse', example, '--json'], { cwd: folder, env });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'RolledBack', alias: [{ version: 1, weight: 100 }] });
    expect(stderr).not.toMatch(/warning|deprecat/i);
  });

  test('serves local AWS, DynamoDB included', async () => {
    const local = spawn(join(folder, 'node_modules/.bin/stepshift'), ['local', '--port', '0'], { cwd: folder });
    try {
      const [line] = await once(local.stdout.setEncoding('utf8'), 'data');
      const endpoint = /^listening on (\S+)$/m.exec(line)![1]!;
      const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
      const answer = await fetch(endpoint, { method: 'POST', body: '{}', headers });
      expect(await answer.json()).toEqual({ TableNames: [] });
    } finally {
      local.kill();
      await once(local, 'exit');
    }
  });

  test.each(NODES)('deploys on local AWS with %s: helps, rehearses, serves, deploys', async (_, node) => {
    const { NODE_OPTIONS: __, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: ___, ...env } = process.env;
    const bin = join(folder, 'node_modules/stepshift/dist/cli/main.js');
    const stepshift = (...args: string[]) => run(node, [bin, ...args], { cwd: folder, env });
    expect((await stepshift('deploy', '--help')).stdout).toContain('Usage: stepshift deploy');
    const rehearsed = await stepshift('rehearse', 'node_modules/stepshift/examples/sample-alias-machine', '--json');
    expect(JSON.parse(rehearsed.stdout)).toMatchObject({ outcome: 'RolledBack' });
    // Its code is a module beside the scenario, loaded by the bundle.
    const upgrade = await stepshift('rehearse', 'node_modules/stepshift/examples/self-update/broken.json', '--json');
    expect(JSON.parse(upgrade.stdout)).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    writeFileSync(join(folder, 'orders.asl.json'), JSON.stringify(PASSING_MACHINE));
    const serve = ['local', '--with-deployer', '--clock', 'virtual', '--port', '0'];
    const local = spawn(node, [bin, ...serve], { cwd: folder, env });
    try {
      const [line] = await once(local.stdout.setEncoding('utf8'), 'data');
      const endpoint = /^listening on (\S+)$/m.exec(line)![1]!;
      const target = ['--state-machine', 'orders', '--alias', 'live', '--definition', 'orders.asl.json'];
      const { stdout, stderr } = await stepshift('deploy', ...target, '--endpoint-url', endpoint);
      expect(stdout).toContain('Alias live of orders is wholly on version 1.');
      expect(stderr).not.toMatch(/warning|deprecat/i);
    } finally {
      local.kill();
      await once(local, 'exit');
    }
  });

  if (NODES.length === 1) {
    test.skip('on other versions of Node: STEPSHIFT_NODES names none (paths of their binaries, separated by :)', () => {});
  }

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
    await compile('program.mts', program);
    const imported = "import('stepshift').then((it) => console.log(it.parseRequest(null).kind))";
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', imported], { cwd: folder });
    expect(stdout).toBe('refused\n');
  });

  test('gives tests a local AWS in virtual time, with types', async () => {
    const program = [
      "import { LocalAws, type MachineRun, runMachine } from 'stepshift/local';",
      'const aws = new LocalAws({ keptHistories: 10 });',
      "aws.lambda.register('work', async ({ a }, context) => [a, context.functionName]);",
      'export const run: Promise<MachineRun> = runMachine(aws, {});',
      '// @ts-expect-error: the clock is virtual unless another one is given, so the types are there',
      'aws.clock.advanceBy(new Date());',
    ].join('\n');
    await compile('local.mts', program);
    await compile('local.cts', program);
    const day = { Type: 'Wait', Seconds: 86_400, Next: 'Add' };
    const add = { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input.a + 1 %}', End: true };
    const definition = JSON.stringify({ StartAt: 'Day', States: { Day: day, Add: add } });
    writeFileSync(
      join(folder, 'local.mjs'),
      `import { LocalAws, runMachine } from 'stepshift/local';
      const { status, output, seconds, states } = await runMachine(new LocalAws(), ${definition}, { a: 1 });
      console.log(JSON.stringify({ status, output, seconds, states }));`,
    );
    const { stdout, stderr } = await run(process.execPath, ['local.mjs'], { cwd: folder });
    const ended = { status: 'SUCCEEDED', output: 2, seconds: 86_400, states: ['Day', 'Add'] };
    expect([JSON.parse(stdout), stderr]).toEqual([ended, '']);
  });

  test('keeps tables in memory, from ES modules and from CommonJS', async () => {
    const program = `const table = { TableName: 'orders' };
      const keys = { BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] };
      const { handle } = new LocalAws().requestHandler();
      const call = async (operation, input) => {
        const headers = { 'x-amz-target': 'DynamoDB_20120810.' + operation };
        const { response } = await handle({ headers, body: JSON.stringify(input) });
        return JSON.parse(new TextDecoder().decode(response.body));
      };
      call('CreateTable', { ...table, ...keys })
        .then(() => call('PutItem', { ...table, Item: { id: { S: 'a' } } }))
        .then(() => call('GetItem', { ...table, Key: { id: { S: 'a' } } }))
        .then(({ Item }) => console.log(Item.id.S));`;
    writeFileSync(join(folder, 'table.mjs'), `import { LocalAws } from 'stepshift/local';\n${program}`);
    writeFileSync(join(folder, 'table.cjs'), `const { LocalAws } = require('stepshift/local');\n${program}`);
    for (const file of ['table.mjs', 'table.cjs']) {
      expect(await run(process.execPath, [file], { cwd: folder })).toEqual({ stdout: 'a\n', stderr: '' });
    }
  });

  test('can be required by Jest without ES modules', async () => {
    writeFileSync(
      join(folder, 'machine.test.js'),
      `const { LocalAws, runMachine } = require('stepshift/local');
      test('passes', async () => {
        const definition = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 60, End: true } } };
        expect(await runMachine(new LocalAws(), definition)).toMatchObject({ status: 'SUCCEEDED', seconds: 60 });
      });`,
    );
    const { NODE_OPTIONS: _, ...env } = process.env;
    const jest = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--rootDir', folder];
    expect((await run(process.execPath, jest, { cwd: folder, env })).stderr).toMatch(/^Tests: +1 passed, 1 total$/m);
  });

  test('installs the deployer as an app, and as a construct with types, for who has the CDK', async () => {
    for (const name of ['aws-cdk-lib', 'constructs'])
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    const env = { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out') };
    await run(process.execPath, ['node_modules/stepshift/dist/infra/app.js'], { cwd: folder, env });
    const template = readFileSync(join(folder, 'cdk.out/Stepshift.template.json'), 'utf8');
    expect(template).toContain('Stepshift-ShiftTraffic');
    const assets = readdirSync(join(folder, 'cdk.out')).filter((entry) => entry.startsWith('asset.'));
    for (const asset of assets) expect(asset).toMatch(/\.zip$/);
    expect(assets.length).toBeGreaterThan(15);
    const program = [
      "import { App, Stack } from 'aws-cdk-lib';",
      "import { Deployer, type DeployerProps } from 'stepshift/cdk';",
      "const props: DeployerProps = { namePrefix: 'orders-', aliases: ['live'] };",
      "new Deployer(new Stack(new App(), 'Test'), 'Deployer', props);",
      '// @ts-expect-error: there is no such property, so the types are there',
      "new Deployer(new Stack(new App(), 'Other'), 'Deployer', { prefix: 'orders-' });",
    ].join('\n');
    await compile('cdk.mts', program, ['--skipLibCheck']);
  });

  test('has the deployer as a template, with the code that it names', () => {
    const dist = join(folder, 'node_modules/stepshift/dist/cloudformation');
    const { Resources } = JSON.parse(readFileSync(join(dist, 'stepshift.template.json'), 'utf8'));
    const files = Object.values<{ Properties: { Code?: string } }>(Resources).flatMap(
      ({ Properties: { Code } }) => Code ?? [],
    );
    expect(files.length).toBeGreaterThan(15);
    for (const code of files) expect(existsSync(join(dist, code))).toBe(true);
  });

  test('takes nothing of the AWS SDK into what tests import, and names the licence of what it takes', () => {
    const dist = join(folder, 'node_modules/stepshift/dist');
    const bundle = readFileSync(join(dist, 'stepshift-local.cjs'), 'utf8');
    const packages = [...bundle.matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
      ([, name]) => name!,
    );
    expect(packages).toEqual(expect.arrayContaining(['dynalite', 'jsonata']));
    const unwanted = packages.filter((name) => name.startsWith('@') || ['level', 'classic-level'].includes(name));
    expect(unwanted).toEqual([]);
    const licences = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^dynalite \S+ \(Apache-2\.0\)$/m);
    expect(licences).not.toContain('classic-level');
  });

  /** Checks a program as its author's compiler would; it has none of Node's types. */
  async function compile(file: string, program: string, options: readonly string[] = []): Promise<void> {
    writeFileSync(join(folder, file), program);
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
    await run(process.execPath, [tsc, ...strict, ...options, file], { cwd: folder });
  }
});
