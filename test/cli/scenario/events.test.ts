import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { folderWith, scenarioFiles } from '../folder.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';

describe('the events of a scenario', () => {
  test('stop the deployment, redrive it, and call any operation, with ARNs put in', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
    const input = { stateMachineAliasArn: '${stateMachineArn}:live' };
    const events = [
      { atSeconds: 90, stopDeployment: true },
      { atSeconds: 100.5, redriveDeployment: true },
      { atSeconds: 0, call: 'states.DeleteStateMachineAlias', input },
      { atSeconds: 0, call: 'cloudwatch.DescribeAlarms' },
    ];
    expect(readScenario(folderWith(scenarioFiles({ events }))).events).toEqual([
      { atSeconds: 90, kind: 'stopDeployment' },
      { atSeconds: 100.5, kind: 'redriveDeployment' },
      {
        atSeconds: 0,
        kind: 'call',
        service: 'states',
        operation: 'DeleteStateMachineAlias',
        input: { stateMachineAliasArn: `${ARN}:live` },
      },
      { atSeconds: 0, kind: 'call', service: 'cloudwatch', operation: 'DescribeAlarms', input: {} },
    ]);
  });

  test.each<[unknown, string]>([
    [{}, 'events: found {}, expected a list'],
    [[5], 'events[0]: found 5, expected an object'],
    [
      [{ atSeconds: 1 }],
      'events[0]: found {"atSeconds":1}, expected one of stopDeployment, redriveDeployment, decision, call',
    ],
    [[{ atSeconds: 1, stopDeployment: true, call: 'states.X' }], 'events[0]: found {"atSeconds":1'],
    [[{ stopDeployment: true }], 'events[0].atSeconds: found nothing, expected a number'],
    [[{ atSeconds: -1, stopDeployment: true }], 'events[0].atSeconds: found -1, expected a number of at least 0'],
    [[{ atSeconds: 1e9, stopDeployment: true }], 'events[0].atSeconds: found 1000000000, expected a number of at most'],
    [[{ atSeconds: 1, stopDeployment: false }], 'events[0].stopDeployment: found false, expected one of true'],
    [[{ atSeconds: 1, stopDeployment: true, cause: 'x' }], 'events[0].cause: found an unknown field'],
    [[{ atSeconds: 1, call: 5 }], 'events[0].call: found 5, expected a text'],
    [
      [{ atSeconds: 1, call: 'lambda.Invoke' }],
      'events[0].call: found "lambda.Invoke", expected an operation of a service',
    ],
    [[{ atSeconds: 1, call: 'states' }], 'events[0].call: found "states", expected an operation of a service, such as'],
    [[{ atSeconds: 1, call: 'states.X', input: [] }], 'events[0].input: found [], expected an object'],
    [[{ atSeconds: 1, call: 'states.X', inputs: {} }], 'events[0].inputs: found an unknown field'],
  ])('%j are told by path, what was found and what was expected', (events, message) => {
    const folder = folderWith(scenarioFiles({ events }));
    expect(() => readScenario(folder)).toThrow(ScenarioFault);
    expect(() => readScenario(folder)).toThrow(`${join(folder, 'scenario.json')}: ${message}`);
  });
});
