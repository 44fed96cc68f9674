import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import type { News } from '../../../report/progress.ts';
import { rehearse } from '../../scenarios/recorded.ts';
import { folderWith, scenarioFiles } from '../folder.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';
const rehearsed = (events: readonly object[], onProgress?: (news: News) => void) =>
  rehearse(readScenario(folderWith(scenarioFiles({ events }))), onProgress && { onProgress });

describe('events', () => {
  test('happen at their seconds, in the order they are listed, and are told', async () => {
    const told: unknown[] = [];
    const describing = { call: 'states.DescribeStateMachine', input: { stateMachineArn: ARN } };
    await rehearsed(
      [
        { atSeconds: 60, ...describing },
        { atSeconds: 20.5, call: 'cloudwatch.DescribeAlarms' },
        { atSeconds: 60, stopDeployment: true },
      ],
      ({ happenings }) => told.push(...happenings),
    );
    expect(told).toEqual([
      { atSeconds: 20.5, text: 'somebody calls cloudwatch.DescribeAlarms' },
      { atSeconds: 60, text: 'somebody calls states.DescribeStateMachine' },
      { atSeconds: 60, text: 'the deployment is stopped' },
      { atSeconds: expect.any(Number), text: 'completed by the watchdog: RolledBack' },
    ]);
  });

  test('are all waited for, though the deployment has ended', async () => {
    const { record, virtualSeconds } = await rehearsed([{ atSeconds: 1000, call: 'cloudwatch.DescribeAlarms' }]);
    expect(record.outcome).toBe('Succeeded');
    expect(virtualSeconds).toBe(600 + 1000);
  });

  test.each<[object, string]>([
    [
      { call: 'states.DescribeStateMachin' },
      'events[0]: found states.DescribeStateMachin, expected an operation that local AWS has, such as states.DescribeStateMachine',
    ],
    [{ call: 'cloudwatch.FlyAway' }, 'events[0]: found cloudwatch.FlyAway, expected an operation that local AWS has'],
    [{ call: 'states.ToString' }, 'events[0]: found states.ToString, expected an operation that local AWS has'],
    [
      { call: 'states.DescribeStateMachineAlias', input: { stateMachineAliasArn: `${ARN}:gone` } },
      'events[0]: found states.DescribeStateMachineAlias, which AWS refuses then (ResourceNotFound: ',
    ],
    [
      { redriveDeployment: true },
      'events[0]: found states.RedriveExecution, which AWS refuses then (ExecutionNotRedrivable: ',
    ],
  ])('such as %j end the rehearsal as a fault of the scenario', async (event, message) => {
    const events = [{ atSeconds: 10, ...event }];
    await expect(rehearsed(events)).rejects.toThrow(ScenarioFault);
    await expect(rehearsed(events)).rejects.toThrow(message);
  });
});
