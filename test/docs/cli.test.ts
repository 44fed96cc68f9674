import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from '../cli/folder.ts';
import { type LocalWorld, localWorld, programFor } from '../cli/real-command.ts';

const PAGE = readFileSync('docs/cli.md', 'utf8');
const FILES = {
  'orders.asl.json': PASSING_MACHINE,
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
  'request.json': { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' },
};

let world: LocalWorld | undefined;
afterEach(() => world?.stop());

/** A folder for PATH with `stepshift`, and an `npx` that knows nothing else. */
function commands(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-bin-'));
  const exec = (program: readonly string[]): string =>
    `exec ${[process.execPath, ...program].map(quoted).join(' ')} "$@"`;
  const main = `case "$1" in rehearse) ${exec(programFor('rehearse'))};; *) ${exec(programFor('deploy'))};; esac`;
  writeFileSync(join(folder, 'stepshift'), `#!/bin/sh\n${main}\n`);
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\n[ "$1" = stepshift ] || exit 1\nshift\n${main}\n`);
  for (const name of ['stepshift', 'npx']) chmodSync(join(folder, name), 0o755);
  return folder;
}

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** Runs lines as a person's or a pipeline's shell does, and stops at the first that fails. */
function shell(lines: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const script = lines.map((line) => `echo ${quoted(`$ ${line}`)}\n${line}`).join('\n');
  const own = { PATH: `${commands()}:${process.env.PATH}`, HOME: cwd, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile('sh', ['-e', '-c', script], { cwd, env: { ...own, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: error ? `${stdout}\n${stderr}` : stdout });
    });
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'gms'))].map(([, text]) => text!);
}

/** The shell lines of a snippet for a pipeline. */
function runLines(snippet: string): readonly string[] {
  return [...snippet.matchAll(/^ +(?:- )?(?:run: |- )(n\w+ .*)$/gm)].map(([, line]) => line!);
}

describe('the page on the command', () => {
  test('can be typed from top to bottom, and shows what comes out', async () => {
    world = await localWorld(folderWith({}));
    const [server, ...rest] = blocks('console');
    expect(server!.split('\n')[0]).toBe('$ stepshift local --with-deployer --clock virtual');
    const page = rest.join('\n').replaceAll('http://127.0.0.1:4566', world.url).split('\n');
    const typed = page.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    const { code, out } = await shell(typed, folderWith(FILES));
    expect(code === 0 ? '' : out).toBe('');
    const shown = page.filter((line) => line !== '' && !line.startsWith('$ '));
    expect(shown.filter((line) => !out.includes(line))).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
  });

  test('has an example or a page for every command', () => {
    const help = readFileSync('cli/dispatch.ts', 'utf8');
    const names = [...help.matchAll(/^ {2}(\w+)Command,$/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !PAGE.includes(`stepshift ${name}`))).toEqual([]);
  });
});

describe('the snippets for pipelines', () => {
  const [github, codebuild] = blocks('yaml');

  test('GitHub Actions: the lines deploy once, though a job is run again, and tell the story in the summary', async () => {
    const folder = folderWith(FILES);
    world = await localWorld(folder);
    const [install, ...lines] = runLines(github!);
    expect(install).toBe('npm install stepshift');
    expect(lines).toHaveLength(2);
    const summary = join(folder, 'summary.md');
    const run = { GITHUB_RUN_ID: '7', GITHUB_ACTOR: 'kim', GITHUB_SHA: 'c0ffee', GITHUB_STEP_SUMMARY: summary };
    const env = { AWS_ENDPOINT_URL: world.url, ...run };
    expect(await shell(lines, folder, env)).toMatchObject({ code: 0 });
    expect(await shell(lines, folder, env)).toMatchObject({ code: 0 });
    expect(readFileSync(summary, 'utf8')).toMatch(/Succeeded.*orders/s);
    expect(JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')).request).toMatchObject({
      requestedBy: 'kim',
      reason: 'c0ffee',
    });
    expect(JSON.parse((await world.run('list', '--json')).out).deployments).toHaveLength(1);
  });

  test('CodeBuild: the lines look first, and then deploy once for a run of the pipeline', async () => {
    const folder = folderWith(FILES);
    world = await localWorld(folder);
    await world.run('deploy', 'request.json', '--definition', 'orders.asl.json');
    const [install, ...lines] = runLines(codebuild!);
    expect(install).toBe('npm install stepshift');
    expect(lines).toHaveLength(2);
    const run = { CODEPIPELINE_EXECUTION_ID: 'p1', CODEBUILD_RESOLVED_SOURCE_VERSION: 'c0ffee' };
    const env = { AWS_ENDPOINT_URL: world.url, ...run };
    const first = await shell(lines, folder, { ...env, CODEBUILD_BUILD_ID: 'b1' });
    const second = await shell(lines, folder, { ...env, CODEBUILD_BUILD_ID: 'b2' });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(JSON.parse((await world.run('list', '--json')).out).deployments).toHaveLength(2);
  });
});
