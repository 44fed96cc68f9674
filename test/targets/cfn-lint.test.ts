import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { plainTemplate } from '../../infra/plain-template.ts';
import { folderWith } from '../cli/folder.ts';
import { uploaded } from '../infra/uploaded.ts';
import { TARGETS } from './examples.ts';

/** AWS's linter, a second opinion beside the schemas that are held on Node.js alone (templates.test.ts, ../infra/plain-template.test.ts); it knows SAM's own, too. */
const LINTER = process.env.STEPSHIFT_CFN_LINT ?? 'cfn-lint';
const withLinter = spawnSync(LINTER, ['--version']).status === 0 ? test : test.skip;

/** What it finds, but for what the CDK writes more often than it must: a dependency that a reference implies. */
function found(path: string): string {
  const { stdout, stderr } = spawnSync(LINTER, ['--ignore-checks', 'W3005', '--', path], { encoding: 'utf8' });
  return stdout + stderr;
}

withLinter.each(['cloudformation.yaml', 'cloudformation-alias.yaml', 'sam.yaml'])(
  'cfn-lint finds nothing about the example %s (skipped where there is no cfn-lint)',
  (file) => {
    expect(found(join(TARGETS, file))).toBe('');
  },
);

withLinter('cfn-lint finds nothing about the packaged template (skipped where there is no cfn-lint)', () => {
  const folder = folderWith({ 'template.json': uploaded(plainTemplate()) });
  expect(found(join(folder, 'template.json'))).toBe('');
});

withLinter('cfn-lint does look: what SAM does not know is found (skipped where there is no cfn-lint)', () => {
  const text = readFileSync(join(TARGETS, 'sam.yaml'), 'utf8');
  const broken = text.replace('DefinitionUri:', 'DefinitionFile:');
  expect(found(join(folderWith({ 'broken.yaml': broken }), 'broken.yaml'))).toContain('DefinitionFile');
});
