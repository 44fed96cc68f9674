import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Stage } from '../../cli/rehearsal/set-up.ts';
import type { ScenarioEvent } from '../../cli/scenario/event.ts';
import { PLACE, stateMachineArn } from '../../cli/scenario/place.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { type Grant, INSTALLATIONS } from '../../infra/grant.ts';
import { FUNCTION_PERMISSIONS, type FunctionName, grantsOf } from '../../infra/permissions.ts';
import type { Operation } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { TASK_NAMES } from '../../workflow/definition.ts';
import { example, sample } from '../scenarios/example.ts';
import { call as callAws } from '../scenarios/failing-calls.ts';
import { withMachine } from '../scenarios/one-machine.ts';
import { type AuthorisedCall, isAllowed } from './iam.ts';
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

const NO_TRAFFIC = { ...sample('good').machines[0].traffic, phases: [], warmUpSeconds: 0 };

/** There is no alias yet, and nobody starts anything through the new one. */
function unusedFirstRelease(type: 'STANDARD' | 'EXPRESS', events: (scenario: Scenario) => readonly ScenarioEvent[]) {
  const scenario = sample('good', { strategy: 'AllAtOnce' });
  return withMachine({ ...scenario, events: events(scenario) }, { type, createAlias: false, traffic: NO_TRAFFIC });
}

const pruning = withMachine(
  sample('good', { strategy: 'AllAtOnce', compare: 'off', keepVersions: 1, alarms: [] }, { alarms: [] }),
  { type: 'STANDARD', traffic: NO_TRAFFIC },
);

/** A version that nobody ever released lies about, for longer than executions can be redriven. */
async function publishAnother(aws: LocalAws, [{ stateMachineArn, machine }]: readonly [Stage, ...Stage[]]) {
  const upload = (definition: string) =>
    callAws(aws, 'states', 'UpdateStateMachine', { stateMachineArn, definition, publish: true });
  await upload(JSON.stringify({ ...JSON.parse(machine.stable.text), Comment: 'never released' }));
  await upload(machine.candidate.text);
  await aws.clock.advanceBy(15 * 86_400_000);
}

/** Executions of the candidate are still running when it is rolled back. */
function longRunning(request: object): Scenario {
  const scenario = sample('good', request, { events: [goesOff] });
  const definition = { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 3600, End: true } } };
  const candidate = { file: 'long.asl.json', text: JSON.stringify(definition) };
  return withMachine(scenario, { type: 'STANDARD', candidate });
}

/** A deployment that looks up too seldom to give way to a restore by itself. */
function restoredOver(): Scenario {
  const slow = sample('good', { pollSeconds: 1800, finalBakeSeconds: 3600, compare: 'off' });
  const { stateMachineArn: arn, alias } = slow.request as { stateMachineArn: string; alias: string };
  const restore = {
    stateMachineArn: arn,
    alias,
    restore: { versionArn: `${stateMachineArn('SampleAliasMachine')}:1` },
  };
  return { ...slow, events: [another(90, { ...slow, request: restore })] };
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
  example('approval/approved.json'),
  example('replay'),
  example('restore-during-alarm'),
  example('smoke-test-passes'),
  longRunning({ inFlight: 'stop' }),
  restoredOver(),
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
    recorded.push(...(await recordedCalls(pruning, { beforeDeployment: publishAnother })));
    calls = recorded;
  }, 180_000);

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
    const narrowed = Object.keys(props).length > 0;
    const ours = calls.filter(({ resource }) => !narrowed || !/:stateMachine:(?!SampleAlias)/.test(resource));
    const refused = ours.filter((one) => !isAllowed(policies.get(one.by) ?? [], tagged(one)));
    expect(refused).toEqual([]);
    expect(ours.length).toBeGreaterThan(100);
  });

  test('are each used, or say why no rehearsal is seen to use them', () => {
    const unused = FUNCTIONS.flatMap((name) =>
      grantsOf(name, INSTALLATIONS)
        .filter((grant) => !isUsed(name, grant) && grant.notRehearsed === undefined)
        .map(({ action, on }) => `${name}: ${action} on ${on}`),
    );
    expect(unused).toEqual([]);
  });

  test('are known for each call: one that nobody has foreseen is no call that is allowed', async () => {
    const foreign = recordedCalls(sample('good'), {
      beforeDeployment: async (aws) => {
        const { DescribeStateMachine } = aws.states.operations;
        const read: Operation = (input, context) => {
          aws.states.operations.ListTagsForResource!({ resourceArn: (input as Json).stateMachineArn }, context);
          return DescribeStateMachine!(input, context);
        };
        Object.assign(aws.states.operations, { DescribeStateMachine: read });
      },
    });
    await expect(foreign).rejects.toThrow('states:ListTagsForResource');
  });

  test('claim of none to be unused that a rehearsal uses', () => {
    const used = FUNCTIONS.flatMap((name) =>
      FUNCTION_PERMISSIONS[name]
        .filter((grant) => isUsed(name, grant) && grant.notRehearsed !== undefined)
        .map(({ action }) => `${name}: ${action}`),
    );
    expect(used).toEqual([]);
  });

  const { json } = synthesised();

  /** By a call that this grant allows, whatever others do. */
  function isUsed(name: FunctionName, { action, on }: Grant): boolean {
    const statements = statementsOf(json, `Stepshift-${name}`).filter(
      ({ Sid }) => Sid.toLowerCase() === on.toLowerCase(),
    );
    return calls.some((one) => one.by === name && one.action === action && isAllowed(statements, tagged(one)));
  }
});
