import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/esm/index.mjs', import.meta.url));

let bundled: string | undefined;

/**
 * What Node.js is to run. From its sources the command takes four times as long to start as when it is bundled, as the package has it: it is bundled once, for whatever
 * needs no local AWS of its own, whose tables take more to be bundled.
 */
export function programFor(command: string | undefined): readonly string[] {
  if (command === 'local' || command === 'rehearse') return ['--import', TSX, `${ROOT}cli/main.ts`];
  bundled ??= bundle();
  return [bundled];
}

function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-bundle-'));
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  const form = [
    '--bundle',
    '--splitting',
    '--format=esm',
    '--platform=node',
    '--target=node20',
    `--banner:js=${require}`,
  ];
  const esbuild = join(ROOT, 'node_modules/.bin/esbuild');
  execFileSync(esbuild, ['cli/main.ts', ...form, `--outdir=${folder}`, '--log-level=error'], { cwd: ROOT });
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  return join(folder, 'main.js');
}

/** The command as a process of its own. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  out(): string;
  err(): string;
  /** Resolves when stdout or stderr has this. */
  says(pattern: RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the command as a person would, from `cwd`, with nothing of AWS's around it but `env`. */
export function startCommand(
  args: readonly string[],
  { cwd = ROOT, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): RunningCommand {
  const child = spawn(process.execPath, [...programFor(args[0]), ...args], {
    cwd,
    env: { ...withoutAws(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(out) && !pattern.test(err)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      void ended.then(() => {
        look();
        reject(new Error(`it ended without saying ${pattern}:\n${out}\n${err}`));
      });
      look();
    });
  return { child, out: () => out, err: () => err, says, ended };
}

function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|STEPSHIFT_|GITHUB_|CODEBUILD_|CODEPIPELINE_|NODE_OPTIONS$|NO_COLOR$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/** Local AWS with the deployer, in a process of its own and in virtual time. */
export interface LocalWorld {
  readonly url: string;
  /** Moves the clock, which from then on moves only so. */
  pass(seconds: number): Promise<void>;
  /** Once it has said this, lets time pass, a little at a time, until it ends. */
  passAfter(running: RunningCommand, said: RegExp): Promise<Ended>;
  /** Runs a command against it, to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  start(...args: readonly string[]): RunningCommand;
  stop(): Promise<void>;
}

export async function localWorld(cwd: string): Promise<LocalWorld> {
  const server = startCommand(['local', '--with-deployer', '--clock', 'virtual', '--port', '0'], { cwd });
  await server.says(/listening on http/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.out())![0];
  const pass = async (seconds: number): Promise<void> => {
    await fetch(`${url}/clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  };
  const started: RunningCommand[] = [];
  const start = (...args: readonly string[]): RunningCommand => {
    const running = startCommand(args, { cwd, env: { AWS_ENDPOINT_URL: url } });
    started.push(running);
    return running;
  };
  return {
    url,
    pass,
    async passAfter({ says, ended }, said) {
      await says(said);
      let over = false;
      const watched = ended.finally(() => {
        over = true;
      });
      while (!over) {
        await pass(5);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return watched;
    },
    run: (...args) => start(...args).ended,
    start,
    async stop() {
      for (const { child } of [...started, server]) child.kill('SIGKILL');
      await server.ended;
    },
  };
}
