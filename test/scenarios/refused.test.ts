import { describe, expect, test } from '@jest/globals';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { TaskName } from '../../workflow/definition.ts';
import { sample } from './example.ts';
import { call, refuse } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';
const ON_STABLE = [{ version: 1, weight: 100 }];

describe('what cannot be deployed ends as ValidationError with the alias untouched', () => {
  test.each<[string, object, string[]]>([
    [
      'RevisionMismatch',
      { revisionId: '00000000-0000-4000-8000-000000000000' },
      ['InspectTargets', 'RefuseDeployment', 'ValidationError'],
    ],
    ['VersionMissing', { versionArn: `${ARN}:9` }, ['InspectTargets', 'RefuseDeployment', 'ValidationError']],
    ['StateMachineMissing', { stateMachineArn: `${ARN}2` }, ['InspectTargets', 'RefuseDeployment', 'ValidationError']],
    [
      'InvalidRequest',
      { stateMachineArn: 5 },
      ['ValidateRequest', 'KeepRefusal', 'RefuseDeployment', 'ValidationError'],
    ],
  ])('because of %s', async (reason, request, end) => {
    const { record, alias } = await rehearse(sample('good', request));
    expect(record).toMatchObject({ outcome: 'ValidationError', reason, shifts: [] });
    expect(record.path.slice(-end.length)).toEqual(end);
    expect(alias).toEqual(ON_STABLE);
  });

  test('because the request is no object', async () => {
    const { record } = await rehearse({ ...sample('good'), request: ['deploy', 'it'] });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'InvalidRequest' });
    expect(record.path).toEqual(['ValidateRequest', 'KeepRefusal', 'RefuseDeployment', 'ValidationError']);
  });

  test('because the request is too large to be checked', async () => {
    const { record, alias } = await rehearse(sample('good', { reason: 'x'.repeat(261_500) }));
    expect(record).toMatchObject({ outcome: 'ValidationError', shifts: [] });
    expect(record.path).toEqual(['ValidateRequest', 'KeepRefusal', 'RefuseDeployment', 'ValidationError']);
    expect(alias).toEqual(ON_STABLE);
  });

  test('because the machine is being deleted: StateMachineDeleting', async () => {
    const scenario = sample('good');
    const [{ stable }] = scenario.machines;
    const text = JSON.stringify({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3600, End: true } } });
    const slow = withMachine(scenario, { type: 'STANDARD', stable: { ...stable, text } });
    const { record } = await rehearse(slow, {
      beforeDeployment: async (aws, [{ stateMachineArn }]) => {
        await call(aws, 'states', 'DeleteStateMachine', { stateMachineArn });
      },
    });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'StateMachineDeleting', shifts: [] });
  });

  test('because the machine has as many versions as AWS allows: TooManyVersions', async () => {
    const scenario = withMachine(sample('good'), { traffic: trafficOf({ warmUpSeconds: 0 }) });
    const { record, alias } = await rehearse(scenario, {
      beforeDeployment: async (aws, [{ stateMachineArn, machine }]) => {
        for (let version = 2; version <= 1001; version++) {
          const definition = JSON.stringify({ ...JSON.parse(machine.candidate.text), Comment: `revision ${version}` });
          await call(aws, 'states', 'UpdateStateMachine', { stateMachineArn, definition });
          if (version <= 1000) await call(aws, 'states', 'PublishStateMachineVersion', { stateMachineArn });
        }
      },
    });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'TooManyVersions', shifts: [] });
    expect(alias).toEqual(ON_STABLE);
  });

  test.each(['DescribeStateMachine', 'PublishStateMachineVersion'])(
    'because the deployer may not %s: NotAllowed',
    async (operation) => {
      const { record, alias } = await rehearse(sample('good'), {
        beforeDeployment: async (aws) => refuse(aws, 'states', operation),
      });
      expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'NotAllowed', shifts: [] });
      expect(record.cause?.summary).toContain(`states:${operation}`);
      expect(alias).toEqual(ON_STABLE);
    },
  );
});

describe('a second deployment of the same target', () => {
  const account = 'arn:aws:states:us-east-1:123456789012';

  /** Rehearses a good release, and starts another deployment of the same request after a while. Answers both ends. */
  async function twice(atSeconds: number, beforeTask: (task: TaskName, aws: LocalAws) => void = () => {}) {
    const scenario = sample('good');
    const stateMachineArn = `${account}:stateMachine:Stepshift`;
    const input = { stateMachineArn, name: 'second', input: JSON.stringify(scenario.request) };
    const event = { atSeconds, kind: 'call', service: 'states', operation: 'StartExecution', input } as const;
    let local: LocalAws | undefined;
    const { record, alias } = await rehearse(
      { ...scenario, events: [event] },
      {
        beforeTask: async (task, aws) => {
          local = aws;
          beforeTask(task, aws);
        },
      },
    );
    const executionArn = `${account}:execution:Stepshift:second`;
    const second = await call(local!, 'states', 'DescribeExecution', { executionArn });
    return { first: record.outcome, alias, second };
  }

  test('is refused while the first one holds it: TargetLocked', async () => {
    const { first, second } = await twice(30);
    expect([first, second.error]).toEqual(['Succeeded', 'ValidationError']);
    expect(JSON.parse(second.cause)).toMatchObject({ reason: 'TargetLocked', recovery: 'notNeeded' });
    expect(second.cause).toContain('execution:Stepshift:rehearsal');
  });

  test('has nothing to do after the first one', async () => {
    const { first, second } = await twice(1000);
    expect([first, second.status]).toEqual(['Succeeded', 'SUCCEEDED']);
    expect(JSON.parse(second.output).end.name).toBe('NothingToDo');
  });

  test('is refused while AWS goes on answering what was there before the first one: NotSettled', async () => {
    let tasks = 0;
    const { first, second, alias } = await twice(1000, (_, aws) => {
      if (tasks++ === 0) freezeAfter(aws, 1000);
    });
    expect([first, second.error]).toEqual(['Succeeded', 'ValidationError']);
    expect(JSON.parse(second.cause)).toMatchObject({ reason: 'NotSettled', recovery: 'notNeeded' });
    expect(alias).toEqual([{ version: 1, weight: 100 }]); // as the frozen reading has it
  });

  /** So many seconds from now, readings of aliases answer again what they answer now. */
  function freezeAfter(aws: LocalAws, seconds: number): void {
    const from = aws.clock.now() + seconds * 1000;
    const read = aws.states.operations.DescribeStateMachineAlias!;
    let first: unknown;
    const frozen: typeof read = async (input, context) => {
      first ??= await read(input, context);
      return aws.clock.now() < from ? read(input, context) : first;
    };
    Object.assign(aws.states.operations, { DescribeStateMachineAlias: frozen });
  }
});
