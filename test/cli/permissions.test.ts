import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from './folder.ts';
import { type LocalWorld, localWorld } from './real-command.ts';
import { command } from './served-aws.ts';
import { type WatchedCalls, watchedCalls } from './watched-calls.ts';

const REQUEST = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' };
const WORDS: Readonly<Record<string, string>> = {
  Stepshift: 'the deployer',
  'executions of Stepshift': "the deployer's executions",
  'stepshift-ledger': 'the ledger',
  'stepshift-ledger/index/unfinished': "the ledger's index",
  orders: 'the targets',
  payments: 'the targets',
  '*': '`*`',
};
/** Of commands that are given a machine's name; the page has it in a sentence of its own. */
const BY_NAME = 'states:ListStateMachines on `*`';

const [, table] = /### What it may do\n(.*?)\n## /s.exec(readFileSync('docs/cli.md', 'utf8'))!;

/** What the page says is needed, by the first column. */
const documented = new Map<string, string[]>();
let group = '';
for (const [, first, actions, on] of table!.matchAll(/^\| ([^|]*)\| (`\w+:[^|]*) \| ([^|]*) \|$/gm)) {
  group = first!.trim() || group;
  const needed = actions!.split(', ').map((action) => `${action.slice(1, -1)} on ${on}`);
  documented.set(group, [...(documented.get(group) ?? []), ...needed]);
}

let world: LocalWorld;
let calls: WatchedCalls;
const folder = folderWith({
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
  'orders.asl.json': PASSING_MACHINE,
  'published.json': { ...REQUEST, publish: false },
  'request.json': REQUEST,
  'watched.json': { ...REQUEST, alarms: ['orders-failures'] },
});
beforeAll(async () => {
  world = await localWorld(folder);
  calls = await watchedCalls(world.url);
  await world.run('deploy', '--state-machine', 'orders', '--alias', 'live', '--definition', 'orders.asl.json');
});
afterAll(async () => {
  calls?.stop();
  await world?.stop();
});

async function ran(...argv: readonly string[]): Promise<string> {
  const inFolder = argv.map((word) => (word.endsWith('.json') ? `${folder}/${word}` : word));
  return (await command(...inFolder, '--endpoint-url', calls.url)).out;
}

/** Answers the latest deployment. */
async function look(): Promise<string> {
  const { deployments } = JSON.parse(await ran('list', '--json'));
  await ran('status', 'orders:live');
  await ran('history', 'orders:live');
  return deployments[0].executionArn;
}

function asked(): readonly string[] {
  const inWords = calls.taken().map((call) => {
    const [action, on] = call.split(' on ') as [string, string];
    return `${action} on ${WORDS[on] ?? on}`;
  });
  return [...new Set(inWords)].filter((call) => call !== BY_NAME).sort();
}

function needed(...groups: readonly string[]): readonly string[] {
  return [...new Set(groups.flatMap((name) => documented.get(name) ?? [`nothing is said of ${name}`]))].sort();
}

const LOOKING = '`watch`, `status`, `list`, `history`, `report`';

/** In both directions: nothing else is asked of AWS, and nothing is said to be needed that is not. */
describe('the permissions that the page on the command lists are those that are used by', () => {
  test('deploy, once and again', async () => {
    await ran('deploy', 'request.json', '--attempt', '2');
    await ran('deploy', 'request.json', '--attempt', '2');
    expect(asked()).toEqual(needed('`deploy`'));
  });

  test('deploy --definition', async () => {
    await ran('deploy', 'request.json', '--definition', 'next.asl.json');
    await ran('deploy', 'request.json', '--definition', 'next.asl.json');
    expect(asked()).toEqual(needed('`deploy`', '`deploy --definition`, too'));
  });

  test('deploy --definition of a machine that is to be made', async () => {
    await ran('deploy', '--state-machine', 'payments', '--alias', 'live', '--definition', 'orders.asl.json');
    const made = '`deploy --definition` of a machine that is to be made, too';
    const seen = asked();
    expect(seen).toEqual(expect.arrayContaining([...needed(made)]));
    const all = needed('`deploy`', '`deploy --definition`, too', made);
    expect(seen.filter((call) => !all.includes(call))).toEqual([]);
  });

  test('deploy of what is published already', async () => {
    await ran('deploy', 'published.json');
    await ran('deploy', 'published.json');
    await ran('deploy', 'request.json', '--attempt', '2');
    expect(asked()).toEqual(needed('`deploy`', '`deploy` with `publish: false`, too'));
  });

  // As docs/planning.md says.
  test('plan --from-metrics', async () => {
    await ran('plan', 'request.json', '--from-metrics');
    expect(asked()).toEqual(['cloudwatch:GetMetricData on `*`']);
  });

  test('doctor', async () => {
    await ran('doctor', 'request.json');
    await ran('doctor', 'watched.json');
    expect(asked()).toEqual(needed('`doctor`'));
  });

  test('what looks at deployments', async () => {
    const deployment = await look();
    await ran('watch', deployment);
    await ran('report', deployment);
    expect(asked()).toEqual(needed(LOOKING));
  });

  test('what decides, and abort', async () => {
    await world.pass(0);
    await world.run('deploy', 'request.json', '--attempt', '3', '--detach');
    await look();
    await ran('pause', 'orders:live');
    await ran('resume', 'orders:live');
    expect(asked()).toEqual(needed(LOOKING, 'deciding, too'));
    await look();
    await ran('abort', 'orders:live', '--detach');
    expect(asked()).toEqual(needed(LOOKING, '`abort`, too'));
  });
});
