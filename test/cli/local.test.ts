import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { launchers, stillThere } from '../../cli/launchers.ts';
import { folderWith, PASSING_MACHINE } from './folder.ts';
import { startCommand } from './real-command.ts';
import { recordingScreen } from './screens.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a command and waits until it says that it listens; answers its process and the address. */
async function listening(command: string, args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, url] = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? [];
    if (url) return { child, url };
  }
  throw new Error('it ended without a word of listening');
}

const ARGS = ['cli/main.ts', 'local', '--port', '0'];

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/clock`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function falls(url: string): Promise<boolean> {
  for (let i = 0; i < 100 && (await answers(url)); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return !(await answers(url));
}

describe('stepshift local', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('ends well on %s', async (signal) => {
    const { child, url } = await listening(process.execPath, ['--import', 'tsx', ...ARGS]);
    expect(await answers(url)).toBe(true);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends when its parent is gone, even behind a launcher that lives on', async () => {
    const parent = `
      const { spawn } = require('node:child_process');
      spawn('npx', ['tsx', ...${JSON.stringify(ARGS)}], { stdio: ['ignore', 'inherit', 'inherit'] });
      setInterval(() => {}, 1000);`;
    const { child, url } = await listening(process.execPath, ['-e', parent]);
    expect(await answers(url)).toBe(true);
    child.kill('SIGKILL');
    expect(await falls(url)).toBe(true);
  });

  test('says in a sentence that its port is taken', async () => {
    const { url } = await listening(process.execPath, ['--import', 'tsx', ...ARGS]);
    const port = new URL(url).port;
    const second = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', 'local', '--port', port], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.push(second);
    let said = '';
    second.stderr.on('data', (chunk) => {
      said += chunk;
    });
    expect(await once(second, 'exit')).toEqual([2, null]);
    expect(said).toContain(`something listens on ${port} already`);
  });
});

describe('stepshift local --with-deployer', () => {
  test('tells a program where it is, and a person what to type next', async () => {
    const { child, says, out, err, ended } = startCommand(['local', '--with-deployer', '--json', '--port', '0']);
    // Two pipes: what was written to the one first may be heard later than what was written to the other.
    await says(/^\{.*\}$/m);
    await says(/In another terminal:\n.*--endpoint-url \S+\n/s);
    const { endpoint, deployer } = JSON.parse(out());
    expect(await answers(endpoint)).toBe(true);
    expect(deployer).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift');
    expect(err()).toContain(`--endpoint-url ${endpoint}\n`);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });

  test('deploys in real time, too', async () => {
    const { url } = await listening(process.execPath, ['--import', 'tsx', ...ARGS, '--with-deployer']);
    const strategy = { steps: [{ weight: 100, bakeSeconds: 2 }] };
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
    const folder = folderWith({
      'request.json': { stateMachineArn, alias: 'live', compare: 'off', strategy },
      'orders.asl.json': PASSING_MACHINE,
    });
    const screen = recordingScreen();
    const files = [join(folder, 'request.json'), '--definition', join(folder, 'orders.asl.json')];
    const from = Date.now();
    expect(await dispatch(['deploy', ...files, '--endpoint-url', url], screen)).toBe(0);
    expect(screen.printed()).toContain('Alias live of orders is wholly on version 1.');
    expect(Date.now() - from).toBeGreaterThan(2000);
  });
});

describe('an option of stepshift local that does not fit', () => {
  test.each([
    ['--port', '65536', 'expected a whole number from 0 to 65535'],
    ['--clock', 'sundial', 'found "sundial", expected real or virtual'],
    ['--seed', '-1', 'expected a whole number from 0'],
    ['--account', '12345', 'found "12345", expected twelve digits'],
    ['--region', 'Europe', 'found "Europe", expected the name of a region, such as eu-west-1'],
    ['--lambda-endpoint', 'localhost:3001', 'found "localhost:3001", expected a URL, such as http://127.0.0.1:3001'],
    ['--mock-config', 'nowhere.json', 'nowhere.json: found no file that can be read (ENOENT)'],
  ])('%s %s is refused in a sentence', async (option, value, said) => {
    const screen = recordingScreen();
    expect(await dispatch(['local', `${option}=${value}`], screen)).toBe(2);
    expect(screen.noted()).toContain(`stepshift: ${option}: `);
    expect(screen.noted()).toContain(said);
  });
});

describe('the chain of launchers', () => {
  test('begins with the process itself, and stands while nothing ends', () => {
    const chain = launchers();
    expect(chain[0]).toEqual({ pid: process.pid, parent: process.ppid });
    expect(stillThere(chain)).toBe(true);
    expect(stillThere([{ pid: process.pid, parent: -1 }])).toBe(false);
  });
});
