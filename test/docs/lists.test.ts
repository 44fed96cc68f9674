import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../cli/dispatch.ts';
import { deployerFields } from '../../cli/scenario/deployer.ts';
import { readScenario } from '../../cli/scenario/read.ts';
import { machineFields, scenarioSchema } from '../../cli/scenario/scenario.ts';
import { LocalAws, runMachine } from '../../stepshift-local.ts';
import { auditRecordJsonSchema } from '../../workflow/audit-record-schema.ts';
import { folderWith, scenarioFiles } from '../cli/folder.ts';
import { command } from '../cli/served-aws.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

/** What the first cells of a page's tables name, between two of its lines. */
function listed(page: string, from: string, to?: string): readonly string[] {
  const [, rest] = readFileSync(join('docs', page), 'utf8').split(from) as [string, string];
  const part = to === undefined ? rest : rest.split(to)[0]!;
  return [...part.matchAll(/^\| ((?:`[^`|]+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
    names!.split(', ').map((name) => name.slice(1, -1)),
  );
}

/** `{a: [{b: 1}]}` as `a[].b`; whatever else an object has, as its name. */
function paths(value: object, within = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    Array.isArray(member) && typeof member[0] === 'object'
      ? member.flatMap((one) => paths(one, `${within}${name}[].`))
      : [`${within}${name}`],
  );
}

/** Whether traffic may have a field of that name, whatever its value. */
function accepts(schema: typeof scenarioSchema.shape.traffic, name: string): boolean {
  const { error } = schema.safeParse({ [name]: {} });
  return !JSON.stringify(error?.issues ?? []).includes('unrecognized_keys');
}

describe('the lists of the docs name what there is, and nothing else:', () => {
  test('the fields of an audit record', () => {
    const fields = Object.keys((auditRecordJsonSchema() as { readonly properties: object }).properties);
    // `version` is told above the table.
    expect([...listed('auditing.md', '## The record'), 'version'].sort()).toEqual(fields.sort());
  });

  test('the figures of a plan', async () => {
    const file = join(folderWith({ 'request.json': { stateMachineArn: ORDERS, alias: 'live' } }), 'request.json');
    const { out } = await command('plan', file, '--json', '--per-minute', '1', '--failure-rate', '0.01');
    const { evidence, ...plan } = JSON.parse(out);
    const [, steps] = /\| `steps\[\]` \| (.*?) \|/.exec(readFileSync('docs/planning.md', 'utf8'))!;
    expect([...steps!.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(Object.keys(plan.steps[0]).sort());
    const ofPlan = listed('planning.md', '`--json` prints the same', '## What the comparison');
    expect(ofPlan.map((name) => name.replace('[]', '')).sort()).toEqual(Object.keys({ ...plan, evidence }).sort());
    const ofEvidence = new Set(paths(evidence[0]).map((path) => path.replace(/^candidates\[\]\..*/, 'candidates[]')));
    ofEvidence.delete('steps[].step');
    expect(listed('planning.md', 'each entry of `evidence` has', '###').toSorted()).toEqual([...ofEvidence].sort());
  });

  test('the options of stepshift local', () => {
    const { options } = COMMANDS.find(({ name }) => name === 'local')!;
    const names = Object.keys(options).filter((name) => name !== 'json');
    const shown = listed('local-aws.md', '## Over HTTP', '## Time').filter((name) => name.startsWith('--'));
    expect(shown.toSorted()).toEqual(names.map((name) => `--${name}`).sort());
  });

  test('what runMachine answers', async () => {
    const run = (state: object) => runMachine(new LocalAws(), { StartAt: 'Only', States: { Only: state } }, {});
    const answers = { ...(await run({ Type: 'Succeed' })), ...(await run({ Type: 'Fail', Error: 'e', Cause: 'c' })) };
    const shown = listed('testing-your-machine.md', '`runMachine` answers', '## Time');
    expect(shown.toSorted()).toEqual(Object.keys(answers).sort());
  });

  test('the fields of a scenario', () => {
    const { shape } = scenarioSchema;
    const shown = listed('rehearsing.md', '| field | default | meaning |', 'is replaced in every string');
    const fields = new Set(shown.map((name) => name.split('.')[0]));
    expect([...fields].sort()).toEqual(Object.keys(shape).sort());
    const ofMachine = Object.keys({ ...machineFields, ...deployerFields });
    const [, inWords] = /^\| `stateMachine` \| – \| (.*) \|$/m.exec(readFileSync('docs/rehearsing.md', 'utf8'))!;
    expect(ofMachine.filter((name) => !inWords!.includes(name) && !shown.join().includes(name))).toEqual([]);
    const ofTraffic = shown.filter((name) => name.startsWith('traffic.')).map((name) => name.slice('traffic.'.length));
    expect(ofTraffic.filter((name) => !accepts(shape.traffic, name))).toEqual([]);
    expect(ofTraffic).toHaveLength(7);
    expect(accepts(shape.traffic, 'perMinutes')).toBe(false);
  });

  test('the defaults of a scenario', () => {
    const { machines, alarms, events, seed } = readScenario(folderWith(scenarioFiles()));
    const [{ type, createAlias, released, traffic }] = machines;
    expect({ alarms, events, seed, createAlias, released }).toEqual({
      alarms: [],
      events: [],
      seed: 1,
      createAlias: true,
      released: false,
    });
    expect([type, traffic.warmUpSeconds, traffic.afterSeconds]).toEqual(['STANDARD', 600, 0]);
  });
});
