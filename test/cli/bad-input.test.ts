import { join } from 'node:path';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit-codes.ts';
import { folderWith, PASSING_MACHINE } from './folder.ts';
import { command, type ServedAws, servedAws } from './served-aws.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const EXECUTIONS = 'arn:aws:states:us-east-1:123456789012:execution:Stepshift';
const folder = folderWith({
  'broken.json': '{\n  "alias": "live",\n  oops\n}',
  'list.json': [],
  'wrong.json': { stateMachineArn: ORDERS, alias: 'live', strategi: 'AllAtOnce', finalBakeSeconds: -1 },
  'good.json': { stateMachineArn: ORDERS, alias: 'live', compare: 'off' },
  'two.json': {
    targets: [
      { stateMachineArn: ORDERS, alias: 'live' },
      { stateMachineArn: ORDERS, alias: 'canary' },
    ],
  },
  'pinned.json': { stateMachineArn: ORDERS, alias: 'live', publish: false },
  'good.asl.json': PASSING_MACHINE,
  'other.asl.json': { ...PASSING_MACHINE, Comment: 'other' },
  'lost.asl.json': { StartAt: 'Nowhere', States: { Only: { Type: 'Pass', End: true } } },
});
const file = (name: string): string => join(folder, name);

let served: ServedAws;
beforeAll(async () => {
  served = await servedAws();
  await served.createMachine('orders');
});
afterAll(() => served.goAway());

/** What each of these says, in one line, and how it exits. */
const CASES: readonly (readonly [readonly string[], number, string])[] = [
  [['deplay'], EXIT.usage, 'stepshift: Unknown command deplay. Did you mean deploy? See stepshift --help.'],
  [
    ['deploy', '--alarms', 'x'],
    EXIT.usage,
    'stepshift: Unknown option --alarms. Did you mean --alarm? See stepshift deploy --help.',
  ],
  [
    ['deploy'],
    EXIT.usage,
    'stepshift: No request given: stepshift deploy REQUEST, or --state-machine NAME and --alias NAME. See stepshift deploy --help.',
  ],
  [
    ['deploy', 'a.json', 'b.json'],
    EXIT.usage,
    'stepshift: One request at a time, but 2 were given. See stepshift deploy --help.',
  ],
  [
    ['deploy', 'nowhere.json'],
    EXIT.usage,
    'nowhere.json: found no file there, expected one with a request as JSON, or - for standard input',
  ],
  [
    ['deploy', file('broken.json')],
    EXIT.usage,
    `${file('broken.json')}: line 3, column 3: found "oops", expected JSON`,
  ],
  [['deploy', file('list.json')], EXIT.usage, `${file('list.json')}: found [], expected a request: a JSON object`],
  [
    ['deploy', file('wrong.json')],
    EXIT.usage,
    [
      'finalBakeSeconds: found -1, expected a number of at least 0',
      'strategi: found an unknown field, expected only documented fields',
    ]
      .map((problem) => `${file('wrong.json')}: request.${problem}`)
      .join('\n'),
  ],
  [
    ['deploy', file('good.json'), '--alarm', 'x'],
    EXIT.usage,
    `stepshift: --alarm is for a request of options: write it into ${file('good.json')} instead. See stepshift deploy --help.`,
  ],
  [
    ['deploy', file('good.json'), '--attempt', 'two'],
    EXIT.usage,
    'stepshift: --attempt: found "two", expected a whole number from 1. See stepshift deploy --help.',
  ],
  [
    ['deploy', file('good.json'), '--region', 'eu-west-1'],
    EXIT.usage,
    `stepshift: --region: found "eu-west-1", expected us-east-1, where ${ORDERS} is. See stepshift deploy --help.`,
  ],
  [
    ['deploy', '--state-machine', ORDERS.replace('123456789012', '999999999999'), '--alias', 'live'],
    EXIT.validationError,
    `stepshift: There is no state machine ${ORDERS.replace('123456789012', '999999999999')} here: did you mean ${ORDERS}?`,
  ],
  [
    ['deploy', file('good.json'), '--role', 'x'],
    EXIT.usage,
    'stepshift: --role is for --definition only. See stepshift deploy --help.',
  ],
  [
    ['deploy', file('two.json'), '--definition', file('good.asl.json')],
    EXIT.usage,
    'stepshift: --definition is for one target, and the request has several. See stepshift deploy --help.',
  ],
  [
    ['deploy', file('pinned.json'), '--definition', file('good.asl.json')],
    EXIT.usage,
    'stepshift: --definition is for a request that publishes the current revision, and names no other. See stepshift deploy --help.',
  ],
  [
    ['deploy', file('good.json'), '--definition', 'nowhere.json'],
    EXIT.usage,
    'nowhere.json: found no file there, expected one with a definition as JSON',
  ],
  [
    ['deploy', file('good.json'), '--definition', file('broken.json')],
    EXIT.usage,
    `${file('broken.json')}: line 3, column 3: found "oops", expected JSON`,
  ],
  [
    ['deploy', '--state-machine', 'odrers', '--alias', 'live'],
    EXIT.validationError,
    'stepshift: There is no state machine odrers here: did you mean orders?',
  ],
  [
    ['deploy', '--state-machine', 'payments', '--alias', 'live'],
    EXIT.validationError,
    'stepshift: There is no state machine payments here: look at the region and the account.',
  ],
  [
    ['deploy', '--state-machine', `${ORDERS}s`, '--alias', 'live'],
    EXIT.validationError,
    `stepshift: There is no state machine ${ORDERS}s here: did you mean orders?`,
  ],
  [
    ['deploy', file('good.json'), '--deployer', 'Staging'],
    EXIT.fault,
    'stepshift: There is no deployer arn:aws:states:us-east-1:123456789012:stateMachine:Staging here: name it by --deployer, or install it (on local AWS: stepshift local --with-deployer; on AWS: docs/getting-started.md).',
  ],
  [
    ['deploy', file('good.json'), '--deployer', 'a:b'],
    EXIT.usage,
    'stepshift: --deployer: found "a:b", expected a name or the ARN of a state machine. See stepshift deploy --help.',
  ],
  [
    ['list', '--deployer', 'Staging'],
    EXIT.fault,
    'stepshift: There is no deployer Staging here: name it by --deployer, or install it (on local AWS: stepshift local --with-deployer; on AWS: docs/getting-started.md).',
  ],
  [
    ['list', 'orders'],
    EXIT.usage,
    'stepshift: stepshift list takes no arguments, but orders was given. See stepshift list --help.',
  ],
  [
    ['watch', 'orders:live'],
    EXIT.validationError,
    'stepshift: No deployment of orders:live is known: start one by stepshift deploy.',
  ],
  [
    ['watch', 'orders-7'],
    EXIT.validationError,
    'stepshift: There is no execution arn:aws:states:us-east-1:123456789012:execution:Stepshift:orders-7 here: stepshift list shows the last ones. A target is named with its alias (orders-7:live).',
  ],
  [
    ['watch', 'orders 7'],
    EXIT.usage,
    'stepshift: DEPLOYMENT: found "orders 7", expected a target (orders:live), or an execution\'s ARN or name. See stepshift watch --help.',
  ],
  [['watch'], EXIT.usage, 'stepshift: No deployment is under way: name the one you mean. See stepshift watch --help.'],
  [
    ['status', 'odrers:live'],
    EXIT.validationError,
    'stepshift: There is no state machine odrers here: did you mean orders?',
  ],
  [
    ['history', 'orders'],
    EXIT.usage,
    'stepshift: TARGET: found "orders", expected a machine and its alias (orders:live), or the alias\'s ARN. See stepshift history --help.',
  ],
  [['history'], EXIT.usage, 'stepshift: No target given: stepshift history TARGET. See stepshift history --help.'],
  [
    ['history', 'orders:live', '--ledger', 'another'],
    EXIT.fault,
    "stepshift: There is no table another here: name the deployer's ledger by --ledger, or install the deployer (on local AWS: stepshift local --with-deployer; on AWS: docs/getting-started.md).",
  ],
  [
    ['list', '--limit', '0'],
    EXIT.usage,
    'stepshift: --limit: found "0", expected a whole number from 1 to 1000. See stepshift list --help.',
  ],
  [
    ['recover', `${EXECUTIONS}:nobody`],
    EXIT.validationError,
    `stepshift: There is no execution ${EXECUTIONS}:nobody here, or AWS has forgotten it (after 90 days): stepshift list shows the last ones.`,
  ],
  [
    ['recover', `${EXECUTIONS.replace('Stepshift', 'Staging')}:one`],
    EXIT.fault,
    "stepshift: There is no table staging-ledger here: name the deployer's ledger by --ledger, or install the deployer (on local AWS: stepshift local --with-deployer; on AWS: docs/getting-started.md).",
  ],
  [['pause'], EXIT.usage, 'stepshift: No deployment given: stepshift pause DEPLOYMENT. See stepshift pause --help.'],
  [
    ['rollback', 'orders:live', '--to', 'two'],
    EXIT.usage,
    `stepshift: --to: found "two", expected a version's number, or its ARN, of ${ORDERS}. See stepshift rollback --help.`,
  ],
  [
    ['rollback', 'orders:live', '--to', `${ORDERS}s:1`],
    EXIT.usage,
    `stepshift: --to: found "${ORDERS}s:1", expected a version's number, or its ARN, of ${ORDERS}. See stepshift rollback --help.`,
  ],
  [
    ['abort', 'orders-7'],
    EXIT.validationError,
    'stepshift: There is no execution arn:aws:states:us-east-1:123456789012:execution:Stepshift:orders-7 here: stepshift list shows the last ones. A target is named with its alias (orders-7:live).',
  ],
  [
    ['status', 'orders:1'],
    EXIT.usage,
    'stepshift: DEPLOYMENT: found "orders:1", expected a target (orders:live), or an execution\'s ARN or name. See stepshift status --help.',
  ],
  [
    ['init', file('list.json')],
    EXIT.usage,
    `${file('list.json')}: found JSON without States, expected a definition: {"StartAt": …, "States": {…}}`,
  ],
  [['init'], EXIT.usage, 'stepshift: No machine given: stepshift init MACHINE. See stepshift init --help.'],
  [['init', 'odrers'], EXIT.validationError, 'stepshift: There is no state machine odrers here: did you mean orders?'],
  [
    ['doctor', 'odrers:live'],
    EXIT.validationError,
    'stepshift: There is no state machine odrers here: did you mean orders?',
  ],
];

async function definitionOfOrders(): Promise<unknown> {
  const { definition } = await served.clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: ORDERS }));
  return JSON.parse(definition!);
}

describe('what cannot be done is told in a sentence that says what to do', () => {
  test.each(CASES)('%j exits with %d', async (argv, code, said) => {
    const asksAws = !['deplay'].includes(argv[0]!);
    const told = await command(...argv, ...(asksAws ? ['--endpoint-url', served.url] : []));
    expect({ code: told.code, err: told.err.trimEnd(), out: told.out }).toEqual({ code, err: said, out: '' });
  });

  test('a definition that AWS refuses is told by its findings, and is not uploaded', async () => {
    const deploy = ['deploy', file('good.json'), '--definition', file('lost.asl.json'), '--endpoint-url', served.url];
    const { code, err } = await command(...deploy);
    expect(err).toMatch(/lost\.asl\.json: .*found MISSING_TRANSITION_TARGET \(.*\), expected a definition AWS accepts/);
    expect(code).toBe(EXIT.usage);
    expect(await definitionOfOrders()).toEqual(PASSING_MACHINE);
  });

  test('a definition is not uploaded where there is no deployer', async () => {
    const deploy = ['deploy', file('good.json'), '--definition', file('other.asl.json'), '--deployer', 'Staging'];
    const { code, err } = await command(...deploy, '--endpoint-url', served.url);
    expect(err).toMatch(/^stepshift: There is no deployer arn:\S+:Staging here/);
    expect(code).toBe(EXIT.fault);
    expect(await definitionOfOrders()).toEqual(PASSING_MACHINE);
  });

  test('a decision comes too late for a deployment that is over', async () => {
    await command('deploy', file('good.json'), '--detach', '--endpoint-url', served.url);
    await served.pass(1200);
    const { code, err } = await command('pause', 'orders:live', '--endpoint-url', served.url);
    expect(err).toMatch(/^stepshift: arn:.* has ended in Succeeded: there is nothing to decide any more\.\n$/);
    expect(code).toBe(EXIT.validationError);
  });

  test('a roll-back of the first deployment has nothing to go back to', async () => {
    const { code, err } = await command('rollback', 'orders:live', '--endpoint-url', served.url);
    expect(err).toBe(
      'stepshift: The ledger does not tell what was before on orders:live, which is on version 1: name the version by --to.\n',
    );
    expect(code).toBe(EXIT.validationError);
  });

  test('doctor finds that no deployer is there, and says how to install it', async () => {
    const { code, out } = await command('doctor', '--deployer', 'Staging', '--json', '--endpoint-url', served.url);
    expect(JSON.parse(out)).toEqual({
      findings: [{ kind: 'bad', text: expect.stringMatching(/^There is no deployer Staging here: .*, or install it/) }],
    });
    expect(code).toBe(EXIT.validationError);
  });

  test('a stack trace is shown with --debug only', async () => {
    const given = ['deploy', file('good.json'), '--deployer', 'Staging', '--endpoint-url', served.url];
    expect((await command(...given)).err).not.toMatch(/^\s+at /m);
    expect((await command(...given, '--debug')).err).toMatch(/^\s+at /m);
  });
});
