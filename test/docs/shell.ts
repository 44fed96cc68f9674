import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFor } from '../cli/real-command.ts';

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
export function shell(lines: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
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
