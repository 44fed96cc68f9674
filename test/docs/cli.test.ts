import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from '../cli/folder.ts';
import { type LocalWorld, localWorld } from '../cli/real-command.ts';
import { shell } from './shell.ts';

const PAGE = readFileSync('docs/cli.md', 'utf8');
const FILES = {
  'orders.asl.json': PASSING_MACHINE,
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
  'request.json': { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' },
};

let world: LocalWorld | undefined;
afterEach(() => world?.stop());

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
