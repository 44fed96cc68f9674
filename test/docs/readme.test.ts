import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { ENDS } from '../../workflow/ends.ts';
import { parseRequest } from '../../workflow/request.ts';
import { localWorld } from '../cli/real-command.ts';
import { machineDiagram } from './machine-diagram.ts';

const run = promisify(execFile);
const README = readFileSync('README.md', 'utf8');

/** The fenced blocks of a language, without their fences. */
function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'gms'))].map(([, text]) => text!);
}

/** The commands in a page's shell blocks, without comments. */
function commands(markdown: string): readonly string[] {
  return blocks(markdown, 'sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** As a person at a shell gets it; exit codes other than 0 reject. */
async function shell(command: string): Promise<{ stdout: string; stderr: string }> {
  return run('sh', ['-c', command], {
    env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** What installs, or runs this very test, is CI's to run. */
const LEFT_TO_CI = new Set(['npm ci', 'npm run check']);

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const allCommands = [...new Set(pages.flatMap((page) => commands(readFileSync(page, 'utf8'))))].filter(
  (command) => !LEFT_TO_CI.has(command),
);

/** What the examples are warned of, rightly. */
const KNOWN_WARNINGS = [
  /^Bakes shorter than \d+ seconds are lengthened to that/,
  /^"SampleAliasMachine-\w+" watches the alias or the machine,/,
];

/** The warnings of a record's plan, and what else was printed. */
function withoutPlanWarnings(stdout: string): { readonly rest: string; readonly warnings: readonly string[] } {
  if (!stdout.startsWith('{')) return { rest: stdout, warnings: [] };
  const { plan, ...record } = JSON.parse(stdout) as { readonly plan?: { readonly warnings?: readonly string[] } };
  const { warnings = [], ...rest } = plan ?? {};
  return { rest: JSON.stringify({ ...record, plan: rest }), warnings };
}

describe('the commands in README and docs', () => {
  test.each(allCommands)('%s', async (command) => {
    const { stdout, stderr } = await shell(command);
    expect(stdout).not.toBe('');
    const { rest, warnings } = withoutPlanWarnings(stdout);
    expect(stderr + rest).not.toMatch(/warning/i);
    expect(warnings.filter((text) => !KNOWN_WARNINGS.some((known) => known.test(text)))).toEqual([]);
  });

  test('are there to be run', () => {
    expect(allCommands).toEqual(expect.arrayContaining(['npm start', expect.stringContaining('rehearse')]));
  });
});

describe('the README', () => {
  test('shows the rehearsal as it is', async () => {
    const [, command] = /<!-- made by: (.*?) -->/.exec(README) ?? [];
    const { stdout } = await shell(command!);
    expect(blocks(README, 'text')[0]).toBe(stdout.replace(/^\n+|\n+$/g, ''));
  });

  test('shows a first deployment on local AWS that can be typed as it stands', async () => {
    const [serve, deploy] = blocks(README, 'console')[0]!.split('\n');
    expect(serve).toBe('npm run -s stepshift -- local --with-deployer --clock virtual');
    const world = await localWorld('.');
    try {
      const { stdout } = await shell(deploy!.replace('http://127.0.0.1:4566', world.url));
      expect(stdout).toContain('Alias live of orders is wholly on version 1.');
    } finally {
      await world.stop();
    }
  });

  test('draws the machine as it is', () => {
    expect(blocks(README, 'mermaid')[0]).toBe(machineDiagram(deployerDefinition({} as FunctionArns)));
  });

  test('shows a request that is one', () => {
    const [request] = blocks(README, 'json');
    expect(parseRequest(JSON.parse(request!))).toMatchObject({ kind: 'valid' });
  });
});

describe('the docs', () => {
  test('link only to what is there', () => {
    const broken = pages.flatMap((page) => {
      const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
        ([, link]) => link!,
      );
      return links.filter((link) => !existsSync(join(dirname(page), link))).map((link) => `${page}: ${link}`);
    });
    expect(broken).toEqual([]);
  });

  test('explain every end, and every reason the code gives', () => {
    const operating = readFileSync('docs/operating.md', 'utf8');
    const headings = [...operating.matchAll(/^##+ (.*)$/gm)].flatMap(([, heading]) => heading!.split(', '));
    const sources = [
      ...readdirSync('tasks'),
      ...readdirSync('workflow').map((name) => join('../workflow', name)),
    ].filter((name) => name.endsWith('.ts'));
    const reasons = sources.flatMap((name) =>
      [...readFileSync(join('tasks', name), 'utf8').matchAll(/reason: '([A-Z]\w+)'|"reason":"([A-Z]\w+)"/g)].map(
        ([, a, b]) => a ?? b!,
      ),
    );
    const internal = new Set(['LedgerChanged', 'RevisionMoved', 'AliasMoved', 'ConcurrentPublish', 'NotUnderWay']); // retried, turned into another one, or told to whoever decides
    expect(reasons.length).toBeGreaterThan(10);
    expect(
      [...new Set([...ENDS, ...reasons])].filter((name) => !headings.includes(name) && !internal.has(name)),
    ).toEqual([]);
  });

  test('show requests that are requests', () => {
    const examples = blocks(readFileSync('docs/request.md', 'utf8'), 'json');
    for (const example of examples) expect(parseRequest(JSON.parse(example))).toMatchObject({ kind: 'valid' });
  });
});
