import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ScenarioEvent } from '../../cli/scenario/event.ts';
import { PLACE, stateMachineArn } from '../../cli/scenario/place.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { FUNCTION_PERMISSIONS, type FunctionName, type Grant, grantsOf } from '../../infra/permissions.ts';
import { TASK_NAMES } from '../../workflow/definition.ts';
import { example, sample } from '../scenarios/example.ts';
import { withMachine } from '../scenarios/one-machine.ts';
import { type AuthorisedCall, allows, isAllowed } from './iam.ts';
import { type RecordedCall, recordedCalls } from './recorded-calls.ts';
import { type Json, statementsOf, synthesised } from './synthesised.ts';

const FUNCTIONS: readonly FunctionName[] = [...TASK_NAMES, 'RecoverDeployment'];
const DEPLOYER = `arn:aws:states:${PLACE.region}:${PLACE.account}:stateMachine:Stepshift`;

const stop = (atSeconds: number): ScenarioEvent => ({ atSeconds, kind: 'stopDeployment' });
const redrive = (atSeconds: number): ScenarioEvent => ({ atSeconds, kind: 'redriveDeployment' });
const call = (atSeconds: number, service: 'states' | 'cloudwatch', operation: string, input: object) =>
  ({ atSeconds, kind: 'call', service, operation, input }) as const;
const goesOff = call(60, 'cloudwatch', 'SetAlarmState', {
  AlarmName: 'SampleAliasMachine-failures',
  StateValue: 'ALARM',
  StateReason: 'rehearsed',
});
/** Another deployment of the same target, which finds a dead holder where the first one was just stopped. */
const another = (atSeconds: number, { request }: Scenario) =>
  call(atSeconds, 'states', 'StartExecution', {
    stateMachineArn: DEPLOYER,
    name: 'another',
    input: JSON.stringify(request).replaceAll(/\$\{\w+\}/g, stateMachineArn('SampleAliasMachine')),
  });

/** There is no alias yet, and nobody starts anything through the new one. */
function unusedFirstRelease(type: 'STANDARD' | 'EXPRESS', events: (scenario: Scenario) => readonly ScenarioEvent[]) {
  const scenario = sample('good', { strategy: 'AllAtOnce' });
  const [{ traffic }] = scenario.machines;
  const changes = { type, createAlias: false, traffic: { ...traffic, perMinute: 0, warmUpSeconds: 0 } };
  return withMachine({ ...scenario, events: events(scenario) }, changes);
}

const SCENARIOS: readonly Scenario[] = [
  example('sample-alias-machine'),
  sample('good'),
  sample('good', { publish: false }),
  sample('good', { alias: '1' }),
  example('alarms/missing.json'),
  example('alarms/composite.json'),
  example('drift'),
  example('stop-execution'),
  example('strategies/first-release.json'),
  example('three-targets'),
  sample('good', {}, { events: [stop(90), redrive(390)] }),
  sample('good', {}, { events: [stop(90), another(91, sample('good'))] }),
  ...(['STANDARD', 'EXPRESS'] as const).flatMap((type) => [
    unusedFirstRelease(type, () => [goesOff]),
    unusedFirstRelease(type, () => [stop(60)]),
    unusedFirstRelease(type, (scenario) => [stop(60), another(61, scenario)]),
  ]),
];

describe('the permissions of the functions, held against what they do in rehearsals', () => {
  let calls: readonly RecordedCall[] = [];
  beforeAll(async () => {
    const recorded: RecordedCall[] = [];
    for (const scenario of SCENARIOS) recorded.push(...(await recordedCalls(scenario)));
    calls = recorded;
  });

  /** AWS tells IAM the tags of the machine that a call is about. */
  const tagged = (call: AuthorisedCall): AuthorisedCall => ({
    ...call,
    context: { ...call.context, 'aws:ResourceTag/deploy': ['gradually'] },
  });

  test.each([
    ['everything', {}],
    ['machines with a prefix', { namePrefix: 'SampleAlias' }],
    ['tagged machines', { tag: { key: 'deploy', value: 'gradually' } }],
    ['one alias', { aliases: ['main', 'live'] }],
  ])('allow each call, where the deployer may deploy %s', (_, props) => {
    const { json } = synthesised(props);
    const policies = new Map(FUNCTIONS.map((name) => [name as string, statementsOf(json, `Stepshift-${name}`)]));
    const ours = calls.filter(({ resource }) => !/:stateMachine:(?!SampleAlias)/.test(resource));
    const refused = ours.filter((one) => !isAllowed(policies.get(one.by) ?? [], tagged(one)));
    expect(refused).toEqual([]);
    expect(ours.length).toBeGreaterThan(100);
  });

  test('are each used, or say why no rehearsal is seen to use them', () => {
    const unused = FUNCTIONS.flatMap((name) =>
      grantsOf(name, ['vpc', 'ledgerKey'])
        .filter((grant) => !isUsed(name, grant) && grant.notRehearsed === undefined)
        .map(({ action, on }) => `${name}: ${action} on ${on}`),
    );
    expect(unused).toEqual([]);
  });

  test('claim of none to be unused that a rehearsal uses', () => {
    const used = FUNCTIONS.flatMap((name) =>
      FUNCTION_PERMISSIONS[name]
        .filter((grant) => isUsed(name, grant) && grant.notRehearsed !== undefined)
        .map(({ action }) => `${name}: ${action}`),
    );
    expect(used).toEqual([]);
  });

  function isUsed(name: FunctionName, { action, on }: Grant): boolean {
    const onIndex = (resource: string): boolean => resource.includes('/index/');
    return calls.some(
      (one) => one.by === name && one.action === action && onIndex(one.resource) === (on === 'ledgerIndex'),
    );
  }
});

describe('a deployer that is narrowed', () => {
  const move = (name: string, alias: string, tag?: string): AuthorisedCall => ({
    action: 'states:UpdateStateMachineAlias',
    resource: stateMachineArn(name),
    context: { 'states:StateMachineQualifier': [alias], ...(tag && { 'aws:ResourceTag/deploy': [tag] }) },
  });
  const shifting = (json: Json) => statementsOf(json, 'Stepshift-ShiftTraffic');

  test.each([
    ['by a prefix', { namePrefix: 'orders-' }, move('orders-in', 'live'), move('invoices', 'live')],
    ['by a tag', { tag: { key: 'deploy', value: 'yes' } }, move('a', 'live', 'yes'), move('a', 'live', 'no')],
    [
      'by a tag that a machine lacks',
      { tag: { key: 'deploy', value: 'yes' } },
      move('a', 'live', 'yes'),
      move('a', 'live'),
    ],
    ['by aliases', { aliases: ['live'] }, move('orders', 'live'), move('orders', 'test')],
  ])('%s may move what it is given, and nothing else', (_, props, given, other) => {
    const { json } = synthesised(props);
    expect([isAllowed(shifting(json), given), isAllowed(shifting(json), other)]).toEqual([true, false]);
  });

  test('by aliases may still read and publish a machine, which has no qualifier then', () => {
    const { json } = synthesised({ aliases: ['live'] });
    const resource = stateMachineArn('orders');
    const read = { action: 'states:DescribeStateMachine', resource, context: {} };
    expect(isAllowed(statementsOf(json, 'Stepshift-InspectTarget'), read)).toBe(true);
    const publish = { action: 'states:PublishStateMachineVersion', resource, context: {} };
    expect(isAllowed(statementsOf(json, 'Stepshift-PublishVersion'), publish)).toBe(true);
  });
});

describe('any deployer', () => {
  const { json } = synthesised();
  const statements = FUNCTIONS.flatMap((name) => statementsOf(json, `Stepshift-${name}`));
  const everywhere = statements.map((statement) => ({ ...statement, Resource: '*', Condition: {} }));

  test.each([
    'states:UpdateStateMachine',
    'states:CreateStateMachine',
    'states:DeleteStateMachine',
    'states:StopExecution',
    'states:RedriveExecution',
    'iam:PassRole',
    'dynamodb:DeleteTable',
    'dynamodb:Scan',
    'lambda:UpdateFunctionCode',
  ])('has no function that may %s', (action) => {
    expect(everywhere.some((statement) => allows(statement, { action, resource: 'any', context: {} }))).toBe(false);
  });
});
