import { describe, expect, test } from '@jest/globals';
import type { LocalAws } from '../../local/local-aws.ts';
import type { TaskName } from '../../workflow/definition.ts';
import { example, milestones, sample } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse } from './one-machine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';
const BAD = example('sample-alias-machine').machines[0].candidate.text;

/** Uploads another definition just before the deployer publishes the revision that it has inspected, the first so many times. */
function uploads(times: number, definitionOf: (time: number) => object = (time) => ({ Comment: `upload ${time}` })) {
  let uploaded = 0;
  return async (task: TaskName, aws: LocalAws): Promise<void> => {
    if (task !== 'PublishVersion' || uploaded >= times) return;
    uploaded++;
    const definition = JSON.stringify({ ...JSON.parse(BAD), ...definitionOf(uploaded) });
    await call(aws, 'states', 'UpdateStateMachine', { stateMachineArn: ARN, definition });
  };
}

describe('an update between inspection and publishing', () => {
  test('is read again, and what it brings is judged like any release', async () => {
    const { record, alias } = await rehearse(sample('good'), { beforeTask: uploads(1) });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'AlarmFiring' });
    expect(milestones(record.path).slice(5, 13)).toEqual([
      'PublishVersions',
      'PlanDeployment',
      'LetReadingsSettle',
      'InspectTargets',
      'IsItARestore',
      'InspectAlarms',
      'PublishVersions',
      'PlanDeployment',
    ]);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('refuses the deployment where the request pins the revision: RevisionMismatch', async () => {
    const scenario = sample('good');
    const first = await rehearse(scenario);
    const { revisionId } = first.record.targets[0]!;
    const { record, alias } = await rehearse(sample('good', { revisionId }), { beforeTask: uploads(1) });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'RevisionMismatch', shifts: [] });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('that comes each time again is given up: RevisionKeepsMoving', async () => {
    const { record, alias } = await rehearse(sample('good'), { beforeTask: uploads(10_000) });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'RevisionKeepsMoving', shifts: [] });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });
});
