import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { mergePatched } from '../../../cli/scenario/merge-patch.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { rehearse } from '../../scenarios/recorded.ts';
import { folderWith, PASSING_MACHINE } from '../folder.ts';

const ORDERS = { name: 'Orders', stable: 'stable.asl.json', candidate: 'stable.asl.json' };
// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
const REQUEST = { stateMachineArn: '${stateMachineArn:Stepshift}', alias: 'live' };

/** A scenario that deploys the deployer. */
function scenarioOf(machine: object, modules: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    'scenario.json': { stateMachines: [machine, ORDERS], request: REQUEST },
    'stable.asl.json': PASSING_MACHINE,
    ...modules,
  });
}

const upgraded = (deployer: object = {}, more: object = {}) => ({ name: 'Stepshift', deployer, ...more });
const calling = (name: string) => ({ functions: { ShiftTraffic: name } });

describe('the deployer as a machine of a scenario', () => {
  test('is stable as it is installed, and in the candidate over functions of its own, with what the scenario changes', () => {
    const definition = { Comment: 'Next.', States: { Bake: { Comment: 'Waits.' } } };
    const [{ stable, candidate, upgrade, createAlias, type }] = readScenario(
      scenarioOf(upgraded({ definition })),
    ).machines;
    expect({ upgrade, createAlias, type }).toEqual({ upgrade: { code: [] }, createAlias: true, type: 'STANDARD' });
    const [one, two] = [JSON.parse(stable.text), JSON.parse(candidate.text)];
    const overOne = JSON.parse(candidate.text.replaceAll(/(function:stepshift-\w+):2"/g, '$1:1"'));
    expect(two.States.Bake.Comment).toBe('Waits.');
    expect(overOne).toEqual({
      ...one,
      Comment: 'Next.',
      States: { ...one.States, Bake: { ...one.States.Bake, Comment: 'Waits.' } },
    });
    expect(candidate.text).not.toMatch(/function:stepshift-\w+:1"/);
  });

  test.each<[string, object, string]>([
    [
      'another name',
      { ...upgraded(), name: 'Other' },
      'stateMachines[0].name: found "Other", expected one of "Stepshift"',
    ],
    [
      'definitions beside it',
      upgraded({}, { stable: 'stable.asl.json' }),
      'stateMachines[0].stable: found an unknown field, expected only documented fields',
    ],
    [
      'a field that an upgrade does not have',
      upgraded({ function: {} }),
      'stateMachines[0].deployer.function: found an unknown field, expected only documented fields',
    ],
    [
      'a Task that it does not have',
      upgraded({ functions: { ShiftTrafic: 'a.mjs' } }),
      'stateMachines[0].deployer.functions: found "ShiftTrafic", which is no Task of the deployer, expected one, such as ShiftTraffic',
    ],
    [
      'a module that is not there',
      upgraded(calling('gone.mjs')),
      'stateMachines[0].deployer.functions.ShiftTraffic: found "gone.mjs", where there is no file, expected the path of a module that exports a handler, relative to the scenario',
    ],
  ])('is refused with %s', (_, machine, message) => {
    const folder = scenarioOf(machine);
    expect(() => readScenario(folder)).toThrow(ScenarioFault);
    expect(() => readScenario(folder)).toThrow(message);
  });

  test('is refused without its alias, which it is installed with', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
    const request = { stateMachineArn: '${stateMachineArn}', alias: 'live' };
    const folder = folderWith({ 'scenario.json': { stateMachine: upgraded(), createAlias: false, request } });
    expect(() => readScenario(folder)).toThrow('createAlias: found false, expected true: the deployer is installed');
  });

  test.each<[string, object, Readonly<Record<string, string>>, string]>([
    [
      'a module without a handler',
      upgraded(calling('empty.mjs')),
      { 'empty.mjs': 'export const handle = 1;' },
      'empty.mjs, which exports no function of the name handler, expected a JavaScript module that exports a function handler(event, installed)',
    ],
    [
      'a module that is no JavaScript',
      upgraded(calling('broken.mjs')),
      { 'broken.mjs': 'export function {' },
      'broken.mjs, which cannot be loaded (SyntaxError: ',
    ],
    [
      'a definition that AWS refuses',
      upgraded({ definition: { StartAt: 'Nowhere' } }),
      {},
      'stateMachines[0].deployer.definition: found a definition AWS refuses, expected one it accepts (InvalidDefinition: ',
    ],
    [
      'a state that calls what is not there',
      upgraded({
        definition: { States: { BeginStep: { Resource: 'arn:aws:lambda:us-east-1:123456789012:function:other' } } },
      }),
      {},
      'stateMachines[0].deployer.definition: state "BeginStep": found the Resource arn:aws:lambda:us-east-1:123456789012:function:other',
    ],
  ])('is not rehearsed with %s', async (_, machine, modules, message) => {
    const scenario = readScenario(scenarioOf(machine, modules));
    await expect(rehearse(scenario)).rejects.toThrow(ScenarioFault);
    await expect(rehearse(scenario)).rejects.toThrow(message);
  });

  test('is no other machine by its name', async () => {
    const scenario = readScenario(scenarioOf({ ...ORDERS, name: 'Stepshift' }));
    await expect(rehearse(scenario)).rejects.toThrow(
      `${join(scenario.file)}: stateMachines[0].name: found "Stepshift", expected another name than the deployer has, or "deployer" in place of stable and candidate`,
    );
  });
});

describe('a merge patch', () => {
  test.each<[unknown, unknown, unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: { b: 'c', d: 'e' } }, { a: { b: 'd', d: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ a: 'b' }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j gives %j', (document, patch, result) => {
    expect(mergePatched(document, patch)).toEqual(result);
  });
});
