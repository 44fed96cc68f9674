import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importsOf, type SourceFile, violations } from './import-rule.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const FOLDERS = ['workflow', 'tasks', 'local', 'report', 'cli', 'infra', 'bench', 'examples', 'test'];

function sources(): SourceFile[] {
  const inFolder = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`);
  const present = new Set(readdirSync(ROOT));
  return [...present, ...FOLDERS.filter((folder) => present.has(folder)).flatMap(inFolder)]
    .filter((path) => /\.ts$/.test(path) && !path.includes('node_modules'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

describe('the import rule', () => {
  test('holds in every source file', () => {
    expect(violations(sources())).toEqual([]);
  });

  test('looks at every folder that has code, and finds imports there', () => {
    const files = sources();
    for (const folder of ['workflow', 'local', 'report', 'cli', 'test']) {
      const imports = files.filter(({ path }) => path.startsWith(`${folder}/`)).flatMap(({ text }) => importsOf(text));
      expect(imports.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ['local/a.ts', "import { planDeployment } from '../workflow/plan.ts';"],
    ['workflow/a.ts', "import { LocalAws } from '../local/local-aws.ts';"],
    ['workflow/a.ts', "import { readFileSync } from 'node:fs';"],
    ['workflow/a.ts', 'export const drawn = () => Math.random();'],
    ['local/states/a.ts', 'const started = Date.now();'],
    ['report/a.ts', "import { dispatch } from '../cli/dispatch.ts';"],
    ['tasks/a.ts', "import { html } from '../report/html.ts';"],
    ['tasks/a.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['local/a.ts', "import type { SFNClient } from '@aws-sdk/client-sfn';"],
    ['local/a.ts', "export * from '../cli/main.ts';"],
    ['cli/a.ts', "const app = await import('../infra/app.ts');"],
    ['cli/a.ts', "import {\n  App,\n  Stack,\n} from 'aws-cdk-lib';"],
    ['tasks/ports/utils.ts', ''],
    ['stepshift.ts', "export { rehearse } from './cli/rehearsal.ts';"],
  ])('refuses %s with %j', (path, text) => {
    expect(violations([{ path, text }])).toHaveLength(1);
  });

  test.each([
    ['tasks/ports/a.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['tasks/clients.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['infra/stack.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['cli/a.ts', "import { LocalAws } from '../local/local-aws.ts';"],
    ['test/a.ts', "import { dispatch } from '../cli/dispatch.ts';"],
    ['local/a.ts', "// import { planDeployment } from '../workflow/plan.ts';"],
    ['local/a.ts', '/** as `new Date()` would */\nexport const at = new Date(0);'],
  ])('accepts %s with %j', (path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});
