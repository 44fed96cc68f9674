import { describe, expect, test } from '@jest/globals';
import type { ScenarioEvent } from '../../cli/scenario/event.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import type { Shift } from '../../workflow/audit-record.ts';
import type { TaskName } from '../../workflow/definition.ts';
import { BACK, example, milestones, sample } from './example.ts';
import { call, refuse } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';
const ALIAS = `${ARN}:main`;
const route = (version: number, weight: number) => ({ stateMachineVersionArn: `${ARN}:${version}`, weight });

function event(atSeconds: number, call: string, input: object): ScenarioEvent {
  const [service, operation] = call.split('.') as ['states' | 'cloudwatch', string];
  return { atSeconds, kind: 'call', service, operation, input };
}

describe('somebody else', () => {
  test('who moves the alias has it left as found: RoutingDrifted', async () => {
    const { record, alias } = await rehearse(example('drift'));
    expect(record).toMatchObject({
      outcome: 'CriticalError',
      reason: 'RoutingDrifted',
      cause: { recovery: 'handedOver' },
      shifts: [{ candidateWeight: 50 }],
      targets: [{ rolledBack: { kind: 'handedOver', updatedAt: '2026-01-01T00:11:00.000Z' } }], // when it was moved, not when it was found
    });
    // The candidate is not to blame for what its share of the traffic was not.
    expect(record.cause?.summary).toMatch(
      /^Alias main of .* was moved by somebody else while version 2 was being released/,
    );
    expect(milestones(record.path).slice(-8)).toEqual(['ShiftTargets', 'ConfirmShift', ...BACK, 'CriticalError']);
    expect(alias).toEqual([
      { version: 1, weight: 95 },
      { version: 2, weight: 5 },
    ]);
  });

  test('who moves the alias away and back is somebody else all the same', async () => {
    const events = [40, 50].map((weight, index) =>
      event(60 + index, 'states.UpdateStateMachineAlias', {
        stateMachineAliasArn: ALIAS,
        routingConfiguration: [route(1, 100 - weight), route(2, weight)],
      }),
    );
    const { record } = await rehearse(sample('good', {}, { events }));
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'RoutingDrifted' });
  });

  test('who deletes the alias has it left so', async () => {
    const events = [event(60, 'states.DeleteStateMachineAlias', { stateMachineAliasArn: ALIAS })];
    const { record, alias } = await rehearse(sample('good', {}, { events }));
    expect(record).toMatchObject({
      outcome: 'CriticalError',
      reason: 'RoutingDrifted',
      cause: { recovery: 'handedOver' },
    });
    expect(alias).toEqual([]);
  });

  /** Somebody wants to delete a version when a task begins for the first time. Answers what AWS says to that, too. */
  async function deleting(version: number, at: TaskName) {
    const answers: string[] = [];
    const stateMachineVersionArn = `${ARN}:${version}`;
    const rehearsal = await rehearse(sample('good'), {
      beforeTask: async (task, aws) => {
        if (task !== at || answers.length > 0) return;
        const answer = call(aws, 'states', 'DeleteStateMachineVersion', { stateMachineVersionArn });
        answers.push(await answer.then(() => 'deleted').catch(({ name }: Error) => name));
      },
    });
    return { ...rehearsal, answers };
  }

  test('who deletes the candidate before it gets any traffic has the deployment end where it began', async () => {
    const { record, alias, answers } = await deleting(2, 'BeginStep');
    expect(answers).toEqual(['deleted']);
    expect(record).toMatchObject({
      outcome: 'CriticalError',
      reason: 'ResourceNotFound',
      cause: { recovery: 'done', repair: [] },
      shifts: [],
    });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test.each([1, 2])('cannot delete version %i while a route names it, even one of weight 0', async (version) => {
    const { record, answers } = await deleting(version, 'ConfirmPromotion');
    expect(answers).toEqual(['ConflictException']);
    expect(record.outcome).toBe('Succeeded');
  });

  test('who deletes an alarm leaves the deployment without evidence: NeverConclusive', async () => {
    const events = [event(60, 'cloudwatch.DeleteAlarms', { AlarmNames: ['SampleAliasMachine-failures'] })];
    const { record, alias } = await rehearse(sample('good', {}, { events }));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive', cause: { recovery: 'done' } });
    expect(record.cause?.evidence.join()).toContain('"SampleAliasMachine-failures" is gone');
    expect((record.shifts as readonly Shift[]).at(-1)!.atSeconds).toBe(240 + 3600);
    expect(milestones(record.path).slice(-6)).toEqual([...BACK, 'RolledBack']);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });
});

describe('a permission that is taken away midway', () => {
  const isWrite = ({ routingConfiguration }: Readonly<Record<string, unknown>>, weight: number) =>
    (routingConfiguration as readonly { weight: number }[]).some((one) => one.weight === weight);

  test('leads back, by the name of what was refused', async () => {
    const { record, alias } = await rehearse(sample('good'), {
      beforeDeployment: async (aws) => refuse(aws, 'states', 'UpdateStateMachineAlias', (input) => isWrite(input, 0)),
    });
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'NotAllowed', cause: { recovery: 'done' } });
    expect(milestones(record.path).slice(-6)).toEqual([...BACK, 'CriticalError']);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });
});

describe('an account that fails itself', () => {
  const failing = (...tasks: readonly string[]) => ({
    beforeTask: async (task: string) => {
      if (tasks.includes(task)) throw new Error('out of words');
    },
  });

  test('keeps the reason, and says that targets may still be locked', async () => {
    const { record, alias } = await rehearse(sample('bad'), failing('FinishRollBack'));
    expect(record).toMatchObject({
      outcome: 'CriticalError',
      reason: 'FailsMore',
      cause: {
        summary: expect.stringMatching(/version 1 again.*could not be written down in the ledger.*out of words/),
        recovery: 'pending',
        repair: [expect.stringMatching(/^stepshift recover arn:/)],
      },
    });
    expect(record.path.slice(-4)).toEqual(['FinishRollBack', 'SayWhatIsKnown', 'WasItRefused', 'CriticalError']);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('still ends as ValidationError where it was a refusal', async () => {
    const refused = sample('bad', { alarms: ['not there'] });
    const { record } = await rehearse(refused, failing('RefuseDeployment'));
    expect(record).toMatchObject({
      outcome: 'ValidationError',
      reason: 'AlarmMissing',
      cause: { recovery: 'notNeeded' },
    });
  });

  test('ends as Unexplained where nothing can be said at all', async () => {
    const { record } = await rehearse(sample('bad'), failing('FinishRollBack', 'SayWhatIsKnown'));
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'Unexplained', cause: { recovery: 'pending' } });
    expect(record.path.slice(-3)).toEqual(['SayWhatIsKnown', 'LeaveItUnexplained', 'CriticalError']);
  });
});

describe('a first release that nobody has used yet', () => {
  test('is taken away again when an alarm fires', async () => {
    const idle = trafficOf({ warmUpSeconds: 600 });
    const first = withMachine(example('strategies/first-release.json'), { traffic: idle });
    const events = [
      event(60, 'cloudwatch.SetAlarmState', {
        AlarmName: 'SampleAliasMachine-failures',
        StateValue: 'ALARM',
        StateReason: 'by hand',
      }),
    ];
    const { record, alias } = await rehearse({ ...first, events });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'AlarmFiring', cause: { recovery: 'done' } });
    expect(alias).toEqual([]);
  });
});
