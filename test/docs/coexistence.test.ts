import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { terraform } from '../targets/examples.ts';
import { withInclusions } from './inclusions.ts';

const PAGE = readFileSync('docs/coexistence.md', 'utf8');

describe('the page on other tools', () => {
  test('shows the examples as they are (npm run refresh)', () => {
    expect(withInclusions(PAGE)).toBe(PAGE);
    expect(PAGE.match(/^<!-- from: /gm)!.length).toBeGreaterThanOrEqual(5);
  });

  test('links to every example of a target', () => {
    for (const name of readdirSync('examples/targets'))
      if (!name.endsWith('.json')) expect(PAGE).toContain(`examples/targets/${name}`);
  });

  test('shows Terraform that Terraform can read', async () => {
    const blocks = [...PAGE.matchAll(/^```hcl\n(.*?)^```$/gms)].map(([, text]) => text!);
    const read = await Promise.all(blocks.map((text) => terraform(text)));
    const removed = read.flatMap((configuration) => configuration.removed ?? []);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as the parser has a reference
    expect(removed).toEqual([{ from: '${aws_sfn_alias.live}', lifecycle: [{ destroy: false }] }]);
  });

  test('says which provider the arguments were taken from', () => {
    const { provider } = JSON.parse(readFileSync('test/targets/terraform-arguments.json', 'utf8'));
    expect(PAGE).toContain(`AWS provider ${provider.split(' ')[1]}`);
  });
});
