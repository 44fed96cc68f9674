import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { rehearse } from '../../scenarios/recorded.ts';
import { folderWith, PASSING_MACHINE, scenarioFiles } from '../folder.ts';

describe('a scenario that AWS refuses', () => {
  const rehearsed = async (changes: object, candidate?: unknown) =>
    rehearse(readScenario(folderWith(scenarioFiles(changes, candidate))));
  const machine = scenarioFiles()['scenario.json'].stateMachine;

  test.each<[string, object, unknown, RegExp]>([
    [
      'a machine name',
      { stateMachine: { ...machine, name: 'a b' } },
      undefined,
      /scenario\.json: stateMachine\.name: found "a b", expected a name AWS accepts \(InvalidName/,
    ],
    [
      'a machine name that is too long',
      { stateMachine: { ...machine, name: 'n'.repeat(81) } },
      undefined,
      /scenario\.json: stateMachine\.name: found "n{76}\.\.\., expected a name AWS accepts \(ValidationException/,
    ],
    [
      'the deployer’s own name',
      { stateMachine: { ...machine, name: 'Stepshift' } },
      undefined,
      /stateMachine\.name: found "Stepshift"/,
    ],
    [
      'a definition',
      {},
      { StartAt: 'Nowhere', States: PASSING_MACHINE.States },
      /candidate\.asl\.json: found a definition AWS refuses.*InvalidDefinition/,
    ],
    ['a definition that is no object', {}, '5', /candidate\.asl\.json: found a definition AWS refuses/],
    [
      'an alarm',
      { alarms: [{ AlarmName: 'a', MetricName: 'm' }] },
      undefined,
      /alarms\[0\]: found "a", expected an alarm AWS accepts/,
    ],
    [
      'an alarm’s value of the wrong type',
      {
        alarms: [
          {
            AlarmName: 'a',
            Namespace: 'n',
            MetricName: 'm',
            Statistic: 'Sum',
            Period: 60,
            EvaluationPeriods: 1,
            ComparisonOperator: 'GreaterThanThreshold',
            Threshold: 'many',
          },
        ],
      },
      undefined,
      /alarms\[0\]/,
    ],
    [
      'a rule over an alarm that is not there',
      { alarms: [{ AlarmName: 'a', AlarmRule: 'ALARM("gone")' }] },
      undefined,
      /alarms\[0\]/,
    ],
  ])('because of %s is a fault of the scenario', async (_, changes, candidate, message) => {
    await expect(rehearsed(changes, candidate)).rejects.toThrow(ScenarioFault);
    await expect(rehearsed(changes, candidate)).rejects.toThrow(message);
  });

  test('because an input is too large is a fault of the scenario', async () => {
    const traffic = { perMinute: 1, inputs: ['x'.repeat(300_000)] };
    await expect(rehearsed({ traffic })).rejects.toThrow(/traffic: found a start AWS refuses/);
  });

  test('because a request is too large is a fault of the scenario', async () => {
    await expect(rehearsed({ request: 'x'.repeat(300_000) })).rejects.toThrow(/request: found an input AWS refuses/);
  });
});
