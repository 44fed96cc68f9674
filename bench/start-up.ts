import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { functionBundlesBeside, synthesis } from './start-up/functions.ts';
import { installPackage } from './start-up/installed.ts';
import { modules } from './start-up/modules.ts';
import { processes } from './start-up/processes.ts';
import { sizes } from './start-up/sizes.ts';

/** In turns, and the median counts. */
const FULL = 15;
const REDUCED = 5;

/** How long the command and the functions take to begin with their work, and how much there is to be installed. */
export const startUp: Benchmark = {
  name: 'start-up',
  about:
    'the command as npm installs it, a whole process each; the Lambda functions, loaded by a new process as in a new container (x86, this Node; Lambda runs Node 24 on arm64); and sizes',
  run: async ({ full }) => {
    const rounds = full ? FULL : REDUCED;
    const folder = mkdtempSync(join(tmpdir(), 'stepshift-bench-'));
    try {
      const installed = join(folder, 'installed');
      installPackage(installed);
      return [
        await processes(installed, rounds),
        ...(await functionBundlesBeside(join(folder, 'functions'), rounds)),
        ...(await modules(installed, rounds)),
        ...sizes(installed),
        synthesis(join(folder, 'cdk.out')),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
