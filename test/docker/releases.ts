import { setTimeout as sleep } from 'node:timers/promises';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handSetAlarm } from '../tasks/hand-set-alarm.ts';
import type { Started } from './containers.ts';
import { type DeployerElsewhere, installElsewhere } from './deployer-elsewhere.ts';
import { type ServedAccount, serveAccount } from './served-account.ts';

/** Images are pulled the first time. */
const START_MILLIS = 600_000;

const BEFORE_ANY_CHANGE = ['ValidateRequest', 'LockTargets', 'InspectTargets', 'InspectTarget', 'IsItARestore'];
const UNTIL_THE_PLAN = ['InspectAlarms', 'PublishVersions', 'PublishVersion', 'PlanDeployment', 'IsThereAnythingToDo'];
const ONE_STEP = [
  'BeginStep',
  'ShiftTargets',
  'ShiftTraffic',
  'ConfirmShift',
  'Bake',
  'CheckHealth',
  'WhatIsTheVerdict',
];
const FORWARD = ['ConfirmPromotion', 'PromoteTargets', 'Promote', 'FinishDeployment', 'DidEveryTargetArrive'];
const BACK = ['RollBackTargets', 'RollBack', 'TendExecutions', 'AreTheyTended', 'FinishRollBack', 'IsEverythingBack'];

/**
 * Whole deployments by the real definition on Step Functions of somebody else's, and with the real tasks, which it reaches by Lambda's Invoke. Smoke tests are not among them:
 * the definition starts these itself, and where it runs there are no versions to start.
 * @param startElsewhere starts it, with functions at that port of this machine
 */
export function playsReleases(startElsewhere: (lambdaPort: number) => Promise<Started>): void {
  let account: ServedAccount;
  let elsewhere: Started;
  let deployer: DeployerElsewhere;

  beforeAll(async () => {
    account = await serveAccount();
    elsewhere = await startElsewhere(account.port);
    deployer = await installElsewhere(elsewhere.endpoint, account.functionArns);
  }, START_MILLIS);
  afterAll(async () => {
    await elsewhere?.stop();
    await account?.stop();
  });

  /** A machine with a version under its alias, and a revision to release. */
  async function machineToRelease(name: string): Promise<string> {
    const { sfn } = account.clients;
    const definition = (Result: string) =>
      JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result, End: true } } });
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const created = await sfn.send(
      new CreateStateMachineCommand({ name, roleArn, definition: definition('old'), publish: true }),
    );
    const routingConfiguration = [{ stateMachineVersionArn: created.stateMachineVersionArn, weight: 100 }];
    await sfn.send(new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration }));
    const stateMachineArn = created.stateMachineArn!;
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: definition('new') }));
    return stateMachineArn;
  }

  async function routesOf(stateMachineArn: string): Promise<readonly (readonly [string, number])[]> {
    const stateMachineAliasArn = `${stateMachineArn}:live`;
    const alias = await account.clients.sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    return alias.routingConfiguration!.map(({ stateMachineVersionArn, weight }) => [
      stateMachineVersionArn!.slice(stateMachineArn.length + 1),
      weight!,
    ]);
  }

  async function setAlarm(AlarmName: string, StateValue: 'OK' | 'ALARM'): Promise<void> {
    const StateReason = 'set by the test';
    await account.clients.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  }

  test('a good release of two machines ends as Succeeded, with both aliases wholly on the candidate', async () => {
    const arns = [await machineToRelease('good'), await machineToRelease('as-good')];
    const targets = arns.map((stateMachineArn) => ({ stateMachineArn, alias: 'live' }));
    const steps = [
      { weight: 50, bakeSeconds: 2 },
      { weight: 100, bakeSeconds: 2 },
    ];
    const { status, error, states } = await deployer.ended(
      await deployer.start({ targets, compare: 'off', strategy: { steps } }),
    );
    expect([status, error]).toEqual(['SUCCEEDED', undefined]);
    expect(states).toEqual(
      [...BEFORE_ANY_CHANGE, ...UNTIL_THE_PLAN, ...ONE_STEP, ...ONE_STEP, ...FORWARD, 'Succeeded'].flatMap(twiceInMaps),
    );
    for (const arn of arns) expect(await routesOf(arn)).toEqual([['2', 100]]);
  });

  test('a bad release ends as RolledBack, with the alias back on stable', async () => {
    const stateMachineArn = await machineToRelease('bad');
    await account.clients.cloudwatch.send(new PutMetricAlarmCommand(handSetAlarm('orders-failures')));
    await setAlarm('orders-failures', 'OK');
    const strategy = { steps: [{ weight: 50, bakeSeconds: 600 }] };
    const watched = { alarms: ['orders-failures'], pollSeconds: 1 };
    const request = { stateMachineArn, alias: 'live', compare: 'off', strategy, ...watched };
    const executionArn = await deployer.start(request);
    while ((await routesOf(stateMachineArn)).length === 1) await sleep(100);
    await setAlarm('orders-failures', 'ALARM');
    const { status, error, cause, states } = await deployer.ended(executionArn);
    expect([status, error, cause?.reason]).toEqual(['FAILED', 'RolledBack', 'AlarmFiring']);
    expect(states).toEqual([...BEFORE_ANY_CHANGE, ...UNTIL_THE_PLAN, ...ONE_STEP, ...BACK, 'RolledBack']);
    expect(await routesOf(stateMachineArn)).toEqual([['1', 100]]);
  });

  test('a request that cannot be carried out ends as ValidationError, with nothing changed', async () => {
    const stateMachineArn = await machineToRelease('refused');
    const request = { stateMachineArn, alias: 'live', compare: 'off', alarms: ['nowhere'] };
    const { status, error, cause, states } = await deployer.ended(await deployer.start(request));
    expect([status, error, cause?.reason]).toEqual(['FAILED', 'ValidationError', 'AlarmMissing']);
    expect(states).toEqual([...BEFORE_ANY_CHANGE, 'InspectAlarms', 'RefuseDeployment', 'ValidationError']);
    expect(await routesOf(stateMachineArn)).toEqual([['1', 100]]);
  });
}

const IN_MAPS = new Set(['InspectTarget', 'PublishVersion', 'ShiftTraffic', 'Promote']);

function twiceInMaps(state: string): readonly string[] {
  return IN_MAPS.has(state) ? [state, state] : [state];
}
