import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { rehearse } from '../../scenarios/recorded.ts';
import { folderWith, PASSING_MACHINE, scenarioFiles } from '../folder.ts';

const task = (Resource: string, more: object = {}) => ({ Type: 'Task', Resource, End: true, ...more });
const PUBLISH = task('arn:aws:states:::sns:publish', { Parameters: { Message: 'm' } });
const machine = (States: object) => ({ StartAt: Object.keys(States)[0], States });
const folderOf = (candidate: unknown, more: object = {}) => folderWith({ ...scenarioFiles({}, candidate), ...more });
const outcomeOf = async (folder: string) => (await rehearse(readScenario(folder))).record.outcome;

const NEVER = { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Publish' }], Default: 'Done' };
const DONE = { Type: 'Succeed' };
const DISTRIBUTED = {
  Type: 'Map',
  End: true,
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...PASSING_MACHINE },
};

describe('a state that nothing serves ends the rehearsal though no traffic comes there', () => {
  const mocksOrPass = 'expected stateMachine.mocks to answer for it, or a Pass state in its place';
  const sns = `found the Resource arn:aws:states:::sns:publish, which nothing serves here, ${mocksOrPass}`;

  test.each<[string, object, string]>([
    ['at its start', { Publish: PUBLISH }, `state "Publish": ${sns}`],
    ['behind a Choice', { Which: NEVER, Publish: PUBLISH, Done: DONE }, `state "Publish": ${sns}`],
    [
      'within a Map within a Parallel',
      {
        Both: {
          Type: 'Parallel',
          End: true,
          Branches: [
            PASSING_MACHINE,
            machine({ Each: { Type: 'Map', End: true, ItemProcessor: machine({ Publish: PUBLISH }) } }),
          ],
        },
      },
      `state "Publish": ${sns}`,
    ],
    [
      'within an old Map',
      { Each: { Type: 'Map', End: true, Iterator: machine({ Publish: PUBLISH }) } },
      `state "Publish": ${sns}`,
    ],
    [
      'a function',
      { Charge: task('arn:aws:lambda:us-east-1:123456789012:function:charge') },
      'state "Charge": found the Resource arn:aws:lambda:us-east-1:123456789012:function:charge, ',
    ],
    [
      'a function by its name',
      { Charge: task('arn:aws:states:::lambda:invoke', { Parameters: { FunctionName: 'charge' } }) },
      'state "Charge": found the Resource arn:aws:states:::lambda:invoke, ',
    ],
    [
      'a function whose name comes from the input',
      { Charge: task('arn:aws:states:::lambda:invoke', { Parameters: { 'FunctionName.$': '$.name' } }) },
      'state "Charge": found the Resource arn:aws:states:::lambda:invoke, ',
    ],
    [
      'an activity',
      { Work: task('arn:aws:states:us-east-1:123456789012:activity:work') },
      'state "Work": found the Resource arn:aws:states:us-east-1:123456789012:activity:work, ',
    ],
    [
      'a Map that reads its items elsewhere',
      {
        Each: {
          ...DISTRIBUTED,
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } },
        },
      },
      'state "Each": found an ItemReader of arn:aws:states:::s3:getObject, which nothing serves here, expected items of the state’s input',
    ],
    [
      'a Map that writes its results elsewhere',
      {
        Each: {
          ...DISTRIBUTED,
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } },
        },
      },
      'state "Each": found a ResultWriter of arn:aws:states:::s3:putObject, which nothing serves here, expected a Map state without one',
    ],
  ])('%s', async (_, states, message) => {
    const folder = folderOf(machine(states));
    await expect(outcomeOf(folder)).rejects.toThrow(ScenarioFault);
    await expect(outcomeOf(folder)).rejects.toThrow(`${join(folder, 'candidate.asl.json')}: ${message}`);
  });

  test('and all of them are named, of both definitions', async () => {
    const folder = folderOf(machine({ New: { ...PUBLISH, Next: 'Newer', End: undefined }, Newer: PUBLISH }), {
      'stable.asl.json': machine({ Old: PUBLISH }),
    });
    const error: Error = await outcomeOf(folder).then(
      () => new Error('it went well'),
      (thrown) => thrown,
    );
    expect(error.message.split('\n')).toEqual([
      `${join(folder, 'stable.asl.json')}: state "Old": ${sns}`,
      `${join(folder, 'candidate.asl.json')}: state "New": ${sns}`,
      `${join(folder, 'candidate.asl.json')}: state "Newer": ${sns}`,
    ]);
  });

  test('unless it is mocked, in each version that has it', async () => {
    const mocks = (cases: object) => ({
      StateMachines: { Small: { TestCases: cases } },
      MockedResponses: { fine: { '0': { Return: {} } } },
    });
    const files = scenarioFiles({}, machine({ Publish: { ...PUBLISH, Comment: 'new' } }));
    const withMocks = (cases: object) =>
      folderWith({
        ...files,
        'stable.asl.json': machine({ Publish: PUBLISH }),
        'scenario.json': {
          ...files['scenario.json'],
          stateMachine: { ...files['scenario.json'].stateMachine, mocks: mocks(cases) },
        },
      });
    expect(await outcomeOf(withMocks({ both: { Publish: 'fine' } }))).toBe('Succeeded');
    await expect(outcomeOf(withMocks({ stable: { Publish: 'fine' }, candidate: {} }))).rejects.toThrow(
      'candidate.asl.json: state "Publish"',
    );
  });
});

describe('a state that local AWS serves', () => {
  test.each([
    ['states:startExecution.sync:2', { StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Other' }],
    ['states:startExecution', { StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Other' }],
    ['aws-sdk:sfn:listStateMachines', {}],
  ])('such as %s is no obstacle, and nothing is called', async (resource, Parameters) => {
    expect(await outcomeOf(folderOf(machine({ Ask: task(`arn:aws:states:::${resource}`, { Parameters }) })))).toBe(
      'Succeeded',
    );
  });
});
