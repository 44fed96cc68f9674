import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { rehearse } from '../../scenarios/one-machine.ts';
import { folderWith, SMALL_SCENARIO } from '../folder.ts';

const asking = (comment: string, states: object = {}) => ({
  Comment: comment,
  StartAt: 'Ask',
  States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true }, ...states },
});
const ADDED = { New: { Type: 'Map', ItemProcessor: { StartAt: 'Deep', States: asking('', {}).States }, End: true } };

const answers = {
  good: { '0': { Return: 'fine' } },
  bad: { '0': { Throw: { Error: 'Broken', Cause: 'as mocked' } } },
};
const mocked = (cases: object, name = 'Small') => ({
  StateMachines: { [name]: { TestCases: cases } },
  MockedResponses: answers,
});

/** A scenario folder whose machine asks a service that only mocks serve. */
function folder(mocks: unknown, more: Readonly<Record<string, unknown>> = {}): string {
  return folderWith({
    'scenario.json': {
      ...SMALL_SCENARIO,
      stateMachine: { ...SMALL_SCENARIO.stateMachine, ...(mocks === undefined ? {} : { mocks }) },
      traffic: { perMinute: 10, warmUpSeconds: 60 },
    },
    'stable.asl.json': asking('old'),
    'candidate.asl.json': asking('new'),
    ...more,
  });
}

const executions = async (path: string) => (await rehearse(readScenario(path))).executions;
const allSucceeded = (count: { started: number; succeeded: number }) =>
  count.succeeded > 0 && count.succeeded === count.started;

describe('the mocks of a scenario', () => {
  test('serve the stable version by the case stable, the candidate by the case candidate', async () => {
    const { candidate } = await executions(folder(mocked({ stable: { Ask: 'good' }, candidate: { Ask: 'bad' } })));
    expect(candidate.failed).toBe(candidate.started);
    expect(candidate.started).toBeGreaterThan(0);
    const turned = await executions(folder(mocked({ stable: { Ask: 'bad' }, candidate: { Ask: 'good' } })));
    expect(allSucceeded(turned.candidate)).toBe(true);
  });

  test('serve both versions by a single case, whatever its name', async () => {
    const { candidate } = await executions(folder(mocked({ candidate: { Ask: 'good' } })));
    expect(allSucceeded(candidate)).toBe(true);
  });

  test('serve starts that go past the alias by what they run', async () => {
    const scenario = readScenario(folder(mocked({ stable: { Ask: 'bad' }, candidate: { Ask: 'good' } })));
    const ends: string[] = [];
    await rehearse(scenario, {
      beforeDeployment: async (aws, [{ stateMachineArn }]) => {
        for (const arn of [stateMachineArn, `${stateMachineArn}:1`]) {
          const start = async () => aws.states.operations.StartExecution!({ stateMachineArn: arn }, aws.context);
          const { executionArn } = await start();
          await aws.clock.advanceBy(1000);
          const described = await aws.states.operations.DescribeExecution!({ executionArn }, aws.context);
          ends.push(described.status);
        }
      },
    });
    expect(ends).toEqual(['SUCCEEDED', 'FAILED']);
  });

  test('may stand in a file of their own, relative to the scenario', async () => {
    const path = folder('deep/mocks.json', { 'deep/mocks.json': mocked({ both: { Ask: 'good' } }) });
    expect(allSucceeded((await executions(path)).candidate)).toBe(true);
  });

  test('may have states that only one version has, and states within states', () => {
    const more = { 'candidate.asl.json': asking('new', ADDED) };
    const { mocks } = readScenario(folder(mocked({ both: { Ask: 'good' } }), more)).machines[0];
    expect(mocks).toMatchObject({ stable: 'both', candidate: 'both' });
  });

  test('leave test cases of other names alone beside stable and candidate', () => {
    const cases = { stable: { Ask: 'good' }, candidate: { Ask: 'bad' }, forSomethingElse: { Nowhere: 'good' } };
    expect(readScenario(folder(mocked(cases))).machines[0].mocks).toMatchObject({
      stable: 'stable',
      candidate: 'candidate',
    });
  });

  test('end the rehearsal when an attempt has no answer', async () => {
    const Ask = { ...asking('').States.Ask, Retry: [{ ErrorEquals: ['Broken'] }] };
    const path = folder(mocked({ both: { Ask: 'bad' } }), { 'stable.asl.json': asking('old', { Ask }) });
    await expect(executions(path)).rejects.toThrow(
      'stateMachine: found state "Ask", but the test case "both" answers 1 of its attempts, and this is one more, expected Task states that',
    );
  });
});

describe('mocks that do not fit', () => {
  const at = 'stateMachine.mocks';
  test.each<[unknown, string]>([
    [5, `${at}: found 5, expected a mock configuration, or the name of a file with one`],
    [[], `${at}: found [], expected a mock configuration, or the name of a file with one`],
    ['', `${at}: found "", expected a mock configuration, or the name of a file with one`],
    ['nowhere.json', `${at}: found "nowhere.json", where there is no file, expected the path of a mock configuration`],
    [{}, `${at}.StateMachines: found nothing, expected state machines by name`],
    [
      mocked({}),
      `${at}.StateMachines.Small.TestCases: found none, expected stable and candidate, or a single one for both`,
    ],
    [
      mocked({ a: {}, stable: {} }),
      `${at}.StateMachines.Small.TestCases: found "a", "stable", expected stable and candidate, or a single one for both`,
    ],
    [mocked({}, 'Other'), `${at}.StateMachines.Small: found nothing, expected the test cases of the rehearsed machine`],
    [
      mocked({ a: { Ask: 'nice' } }),
      `${at}.StateMachines.Small.TestCases.a.Ask: found "nice", expected the name of one of`,
    ],
    [
      mocked({ a: { Aks: 'good' } }),
      `${at}.StateMachines.Small.TestCases.a.Aks: found no such Task state, expected a Task state of`,
    ],
  ])('%j are told by path, what was found and what was expected', (mocks, message) => {
    const path = folder(mocks);
    expect(() => readScenario(path)).toThrow(ScenarioFault);
    expect(() => readScenario(path)).toThrow(`${join(path, 'scenario.json')}: ${message}`);
  });

  test('in a file of their own are told by its name', () => {
    const path = folder('mocks.json', { 'mocks.json': { StateMachines: 1 } });
    expect(() => readScenario(path)).toThrow(`${join(path, 'mocks.json')}: StateMachines: found 1, expected`);
    const list = folder('mocks.json', { 'mocks.json': [] });
    expect(() => readScenario(list)).toThrow(`${join(list, 'mocks.json')}: found [], expected`);
  });

  test('name a state that only the other version has', () => {
    const cases = { stable: { Deep: 'good' }, candidate: { Ask: 'good' } };
    expect(() => readScenario(folder(mocked(cases)))).toThrow(
      /TestCases\.stable\.Deep: found no such Task state, expected a Task state of \S*stable\.asl\.json: "Ask"/,
    );
  });
});
