import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { folderWith, scenarioFiles } from '../folder.ts';

const machine = (name: string, more: object = {}) => ({
  name,
  stable: 'stable.asl.json',
  candidate: 'candidate.asl.json',
  ...more,
});
const several = (changes: object = {}, ...machines: object[]) =>
  folderWith(scenarioFiles({ stateMachine: undefined, stateMachines: machines, request: null, ...changes }));
/** The placeholder of a machine's ARN, as scenarios spell it. */
const of = (name?: string) => `\${stateMachineArn${name === undefined ? '' : `:${name}`}}`;
const arn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

describe('a scenario of several machines', () => {
  test('has traffic and alias of each as the scenario says, unless the machine says otherwise', () => {
    const traffic = { perMinute: 30, inputs: [1], warmUpSeconds: 60, after: 5 };
    const folder = several(
      { traffic, createAlias: false },
      machine('One'),
      machine('Two', { type: 'EXPRESS', createAlias: true, traffic: { perMinute: 0, inputs: [2] } }),
    );
    expect(readScenario(folder).machines).toMatchObject([
      {
        name: 'One',
        path: 'stateMachines[0]',
        type: 'STANDARD',
        createAlias: false,
        traffic: { phases: [{ perMinute: 30, inputs: { inputs: [1] } }], warmUpSeconds: 60, afterSeconds: 5 },
      },
      {
        name: 'Two',
        path: 'stateMachines[1]',
        type: 'EXPRESS',
        createAlias: true,
        traffic: { phases: [{ perMinute: 0, inputs: { inputs: [2] } }], warmUpSeconds: 60, afterSeconds: 5 },
      },
    ]);
  });

  test('has each machine’s ARN put in by its name', () => {
    const request = [`${of('One')}:1`, of('Two')];
    expect(readScenario(several({ request }, machine('One'), machine('Two'))).request).toEqual([
      `${arn('One')}:1`,
      arn('Two'),
    ]);
  });

  test.each<[string, object, readonly object[], string]>([
    ['no machine', {}, [], 'stateMachines: found [], expected a list with a length of at least 1'],
    [
      'both forms',
      { stateMachine: machine('One') },
      [machine('Two')],
      'stateMachines: found [{"name":"Two","stable":"stable.asl.json","candidate":"candidate.asl.json"}], expected either',
    ],
    [
      'two of one name',
      {},
      [machine('One'), machine('One')],
      'stateMachines[1].name: found "One", expected a name that no other machine of the scenario has',
    ],
    [
      'a file that is not there',
      {},
      [machine('One'), machine('Two', { stable: 'nowhere' })],
      'stateMachines[1].stable: found "nowhere", where there is no file',
    ],
    ['an unknown field', {}, [machine('One', { warmUp: 1 })], 'stateMachines[0].warmUp: found an unknown field'],
    [
      'bad traffic',
      {},
      [machine('One', { traffic: { perMinute: -1 } })],
      'stateMachines[0].traffic.perMinute: found -1',
    ],
    [
      'an ARN that could be either’s',
      { request: { targets: [{ a: of() }] } },
      [machine('One'), machine('Two')],
      `request.targets[0].a: found ${of()}, expected ${of('One')}, ${of('Two')}`,
    ],
    [
      'an ARN of no machine',
      { request: of('Tow') },
      [machine('One'), machine('Two')],
      `request: found ${of('Tow')}, expected`,
    ],
  ])('with %s is told by path, what was found and what was expected', (_, changes, machines, message) => {
    const folder = several(changes, ...machines);
    expect(() => readScenario(folder)).toThrow(ScenarioFault);
    expect(() => readScenario(folder)).toThrow(`${join(folder, 'scenario.json')}: ${message}`);
  });
});

describe('a scenario of one machine', () => {
  test('may call it by its name', () => {
    const request = [of('Small'), of()];
    expect(readScenario(folderWith(scenarioFiles({ request }))).request).toEqual([arn('Small'), arn('Small')]);
  });

  test('is told of a name that it does not have', () => {
    const folder = folderWith(scenarioFiles({ request: { a: [of('Smal')] } }));
    expect(() => readScenario(folder)).toThrow(`request.a[0]: found ${of('Smal')}, expected ${of('Small')}`);
  });

  test('may be the only one of a list', () => {
    const folder = several({ request: of() }, machine('One'));
    expect(readScenario(folder)).toMatchObject({ machines: [{ name: 'One' }], request: arn('One') });
  });
});
