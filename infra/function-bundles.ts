import type { BuildOptions } from 'esbuild';
import { TASK_NAMES } from '../workflow/definition.ts';

/** Everything that becomes a Lambda function: one per Task, the watchdog, and what starts the deployments of `GradualDeployment`. */
export const FUNCTION_NAMES = [...TASK_NAMES, 'RecoverDeployment', 'StartDeployment'] as const;

/** How the functions are bundled: each alone, minified, with the SDK and all, as one CommonJS file, which Lambda loads quickest. */
export function functionBundles(projectFolder: string, outdir: string): BuildOptions {
  return {
    absWorkingDir: projectFolder,
    entryPoints: FUNCTION_NAMES.map((name) => ({ in: `tasks/${fileOf(name)}`, out: `${name}/index` })),
    outdir,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** `ShiftTraffic` is in `shift-traffic.ts`. */
function fileOf(name: string): string {
  return `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.ts`;
}
