import { describe, expect, test } from '@jest/globals';
import { rehearse } from '../../../cli/rehearsal/rehearsal.ts';
import { requestedAlias } from '../../../cli/rehearsal/set-up.ts';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { folderWith, PASSING_MACHINE, scenarioFiles } from '../folder.ts';

describe('the alias of a request', () => {
  test.each<[unknown, string | undefined]>([
    [{ alias: 'live' }, 'live'],
    [{ targets: [{ alias: 'one' }, { alias: 'two' }] }, 'one'],
    [{ alias: '123' }, '123'],
    [{ alias: 5 }, undefined],
    [{ targets: {} }, undefined],
    [{ targets: [null] }, undefined],
    [[], undefined],
    [null, undefined],
    ['alias', undefined],
  ])('%j is %j', (request, alias) => {
    expect(requestedAlias(request)).toBe(alias);
  });
});

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

describe('a Task state that nothing serves', () => {
  const calling = {
    StartAt: 'Charge',
    States: { Charge: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:charge', End: true } },
  };

  test('ends the rehearsal by the name of the state', async () => {
    const scenario = readScenario(folderWith(scenarioFiles({ traffic: { perMinute: 60 } }, calling)));
    await expect(rehearse(scenario)).rejects.toThrow(ScenarioFault);
    await expect(rehearse(scenario)).rejects.toThrow(
      /scenario\.json: stateMachine: found state "Charge" that asks for .*arn:aws:lambda.*charge/,
    );
  });

  test('is no matter as long as nothing comes there', async () => {
    const scenario = readScenario(folderWith(scenarioFiles({}, calling)));
    expect((await rehearse(scenario)).record.outcome).toBe('Succeeded');
  });
});
