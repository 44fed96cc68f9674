import { spawnSync } from 'node:child_process';

/** Times a whole process, in milliseconds: from before it is started until it has ended. */
export function processTime(args: readonly string[], cwd: string): () => number {
  return () => {
    const from = process.hrtime.bigint();
    const { error } = spawnSync(process.execPath, args, { cwd, stdio: 'ignore', env: quietly() });
    if (error) throw error;
    return Number(process.hrtime.bigint() - from) / 1e6;
  };
}

/**
 * Times the loading alone, in milliseconds, by a process that has done nothing yet.
 * @param load JavaScript that loads it, in a module
 */
export function loadTime(load: string, cwd: string): () => number {
  const program = `const from = process.hrtime.bigint();\n${load}\nconsole.log(Number(process.hrtime.bigint() - from) / 1e6);`;
  return () => {
    const args = ['--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: quietly() });
    if (stdout === '') throw new Error(`${load} failed: ${stderr}`);
    return Number(stdout);
  };
}

/** No peer is to ask anybody whether it is up to date, nor to tell anybody that it was run. */
function quietly(): NodeJS.ProcessEnv {
  return { ...process.env, CI: 'true', CDK_DISABLE_VERSION_CHECK: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' };
}
