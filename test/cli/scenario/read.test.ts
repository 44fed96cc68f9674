import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ScenarioFault } from '../../../cli/scenario/fault.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { folderWith, scenarioFiles } from '../folder.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';
// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
const PLACEHOLDER = '${stateMachineArn}';

describe('a scenario', () => {
  test('has defaults for all but the machine and the request', () => {
    const folder = folderWith(scenarioFiles());
    expect(readScenario(folder)).toMatchObject({
      name: folder.split('/').at(-1),
      machines: [
        {
          name: 'Small',
          path: 'stateMachine',
          type: 'STANDARD',
          createAlias: true,
          traffic: {
            phases: [{ fromSeconds: -600, perMinute: 0, poisson: false, inputs: { kind: 'inTurn', inputs: [{}] } }],
            warmUpSeconds: 600,
            afterSeconds: 0,
          },
        },
      ],
      alarms: [],
      events: [],
      seed: 1,
    });
    expect(readScenario(folder).expect).toBeUndefined();
  });

  test('is a folder, or any path that ends in .json, which definitions are relative to', () => {
    const folder = folderWith({
      ...scenarioFiles(),
      'deep/other.json': {
        ...scenarioFiles()['scenario.json'],
        stateMachine: {
          name: 'Small',
          stable: '../stable.asl.json',
          candidate: join(folderWith(scenarioFiles()), 'candidate.asl.json'),
        },
      },
    });
    expect(readScenario(`${folder}/scenario.json`)).toEqual(readScenario(`${folder}/`.slice(0, -1)));
    const other = readScenario(`${folder}/deep/other.json`);
    expect(other.name).toBe('other');
    expect(JSON.parse(other.machines[0].candidate.text)).toMatchObject({ Comment: 'new' });
  });

  test('has the machine’s ARN put in every text, however deep, but not in definitions', () => {
    const definition = { Comment: PLACEHOLDER, StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } };
    const scenario = readScenario(
      folderWith(
        scenarioFiles(
          {
            alarms: [
              {
                AlarmName: `of ${PLACEHOLDER} and ${PLACEHOLDER}`,
                Dimensions: [{ Name: 'StateMachineArn', Value: PLACEHOLDER }],
              },
            ],
            traffic: { inputs: [[PLACEHOLDER], PLACEHOLDER] },
            request: [PLACEHOLDER, 1, null],
          },
          definition,
        ),
      ),
    );
    expect(scenario.alarms).toEqual([
      { AlarmName: `of ${ARN} and ${ARN}`, Dimensions: [{ Name: 'StateMachineArn', Value: ARN }] },
    ]);
    expect(scenario.machines[0].traffic.phases[0]!.inputs).toEqual({ kind: 'inTurn', inputs: [[ARN], ARN] });
    expect(scenario.request).toEqual([ARN, 1, null]);
    expect(JSON.parse(scenario.machines[0].candidate.text).Comment).toBe(PLACEHOLDER);
  });

  test.each([[null], [0], ['text'], [[]], [false]])('may request anything, even %j', (request) => {
    expect(readScenario(folderWith(scenarioFiles({ request }))).request).toEqual(request);
  });

  test('may leave the alias absent and have traffic after the end, said at the machine or for the whole scenario', () => {
    const whole = readScenario(folderWith(scenarioFiles({ createAlias: false, after: 60 })));
    const { stateMachine } = scenarioFiles()['scenario.json'];
    const near = readScenario(
      folderWith(scenarioFiles({ stateMachine: { ...stateMachine, createAlias: false }, traffic: { after: 60 } })),
    );
    for (const { machines } of [whole, near]) {
      expect(machines).toMatchObject([{ createAlias: false, traffic: { afterSeconds: 60 } }]);
    }
  });
});

describe('a scenario that does not fit', () => {
  const machine = scenarioFiles()['scenario.json'].stateMachine;

  test.each<[object, string]>([
    [{ traffic: { perMinute: 'many' } }, 'traffic.perMinute: found "many", expected a number'],
    [{ traffic: { perMinute: -1 } }, 'traffic.perMinute: found -1, expected a number of at least 0'],
    [{ traffic: { perMinutes: 1 } }, 'traffic.perMinutes: found an unknown field, expected'],
    [{ traffic: { inputs: [] } }, 'traffic.inputs: found [], expected a list with a length of at least 1'],
    [{ traffic: [] }, 'traffic: found [], expected a list with a length of at least 1'],
    [{ traffic: 5 }, 'traffic: found 5, expected an object, or a list of phases'],
    [{ traffic: [5] }, 'traffic[0]: found 5, expected an object'],
    [{ traffic: [{ perMinute: 5 }] }, 'traffic[0].fromSeconds: found nothing, expected a number'],
    [
      { traffic: [{ fromSeconds: 0, perMinute: -1 }] },
      'traffic[0].perMinute: found -1, expected a number of at least 0',
    ],
    [{ traffic: [{ fromSeconds: 0, warmUpSeconds: 5 }] }, 'traffic[0].warmUpSeconds: found an unknown field, expected'],
    [
      { traffic: [{ fromSeconds: 5 }, { fromSeconds: 0 }, { fromSeconds: 5 }] },
      'traffic[2].fromSeconds: found 5, expected a time at which no other phase through the same alias or version begins',
    ],
    [{ traffic: { fromSeconds: 0 } }, 'traffic.fromSeconds: found an unknown field, expected'],
    [{ traffic: { poisson: 1 } }, 'traffic.poisson: found 1, expected true or false'],
    [
      {
        traffic: {
          inputShares: [
            { input: 1, share: 0.5 },
            { input: 2, share: 0.4 },
          ],
        },
      },
      'traffic.inputShares: found [{"input":1,"share":0.5},{"input":2,"share":0.4}], expected shares that add up to 1',
    ],
    [{ traffic: { inputShares: [{ share: 1 }] } }, 'traffic.inputShares[0].input: found nothing, expected an input'],
    [{ traffic: { inputShares: [{ input: 1 }] } }, 'traffic.inputShares[0].share: found nothing, expected a number'],
    [
      { traffic: { inputs: [1], inputShares: [{ input: 1, share: 1 }] } },
      'traffic.inputShares: found [{"input":1,"share":1}], expected either inputs or inputShares, not both',
    ],
    [
      { traffic: { through: '7' } },
      'traffic.through: found "7", expected the name of an alias beside the request’s, or',
    ],
    [{ traffic: [{ fromSeconds: 0, through: 0 }] }, 'traffic[0].through: found 0, expected the name of an alias'],
    [{ warmUp: 5 }, 'warmUp: found an unknown field, expected'],
    [{ stateMachine: undefined }, 'stateMachine: found nothing, expected an object'],
    [
      { stateMachine: undefined, stateMachines: [] },
      'stateMachines: found [], expected a list with a length of at least 1',
    ],
    [
      { createAlias: false, stateMachine: { ...machine, createAlias: true } },
      'stateMachine.createAlias: found true, expected false, as',
    ],
    [{ after: 60, traffic: { after: 0 } }, 'traffic.after: found 0, expected 60, as after of the scenario says'],
    [{ stateMachine: { ...machine, traffic: {} } }, 'stateMachine.traffic: found an unknown field, expected'],
    [
      { alarms: [{ AlarmName: 'a', AlarmRule: 'TRUE' }, { AlarmName: 'b', AlarmRule: 'TRUE' }, { AlarmName: 'a' }] },
      'alarms[2].AlarmName: found "a", expected a name that no other alarm has',
    ],
    [{ request: undefined }, 'request: found nothing, expected the request to start the deployer with'],
    [{ expect: 'Success' }, 'expect: found "Success", expected one of "Succeeded"'],
    [{ seed: 1.5 }, 'seed: found 1.5, expected a whole number'],
    [{ alarms: [{ AlarmName: 'a', Treshold: 1 }] }, 'alarms[0].Treshold: found an unknown field, expected'],
    [{ alarms: [{ AlarmRule: 'TRUE' }] }, 'alarms[0].AlarmName: found nothing, expected a text'],
    [
      { stateMachine: { name: 'Small', type: 'FAST', stable: 's', candidate: 'c' } },
      'stateMachine.type: found "FAST", expected one of',
    ],
    [
      { stateMachine: { name: 'Small', stable: 'stable.asl.json', candidate: 'nowhere.json' } },
      'stateMachine.candidate: found "nowhere.json", where there is no file, expected the path of a definition',
    ],
  ])('%j is told by path, what was found and what was expected', (changes, message) => {
    const folder = folderWith(scenarioFiles(changes));
    expect(() => readScenario(folder)).toThrow(ScenarioFault);
    expect(() => readScenario(folder)).toThrow(`${join(folder, 'scenario.json')}: ${message}`);
  });

  test('tells all that is wrong at once, a line each', () => {
    const folder = folderWith(scenarioFiles({ seed: -1, expects: 'RolledBack' }));
    expect(() => readScenario(folder)).toThrow(/seed: found -1.*\n.*expects: found an unknown field/);
  });

  test('is told where its text is no JSON, by line and column', () => {
    const folder = folderWith({ 'scenario.json': '{\n  "name": "x",\n}' });
    expect(() => readScenario(folder)).toThrow('scenario.json: line 3, column 1: found "}", expected JSON');
  });

  test('is told where a definition is no JSON, by its own path', () => {
    const folder = folderWith(scenarioFiles({}, '{ "StartAt": }'));
    expect(() => readScenario(folder)).toThrow(`${join(folder, 'candidate.asl.json')}: line 1, column 14: found "}"`);
  });

  test.each(['nowhere', 'nowhere.json'])('is told when it is not there (%s)', (path) => {
    expect(() => readScenario(path)).toThrow(`${path}: found nothing there, expected a folder with a scenario.json`);
  });

  test('is told when the folder has no scenario.json', () => {
    expect(() => readScenario(folderWith({}))).toThrow(/found no scenario\.json there/);
  });

  test('is told when it is a file of another name', () => {
    expect(() => readScenario('README.md')).toThrow(
      'README.md: found a file, expected a folder with a scenario.json, or a file that ends in .json',
    );
  });

  test.each([
    ['a'.repeat(5000), `${'a'.repeat(237)}...: found nothing there`],
    ['a\0b', 'a\\u0000b: found nothing there'],
    ['a\0b.json', 'a\\u0000b.json: found nothing there'],
    ['README.md/scenario.json', 'README.md/scenario.json: found nothing there'],
  ])('is told when its path can lead nowhere', (path, message) => {
    expect(() => readScenario(path)).toThrow(ScenarioFault);
    expect(() => readScenario(path)).toThrow(message);
  });

  test.each([['stable.asl.json/x'], ['s'.repeat(5000)], ['s\0'], ['.'], ['']])(
    'is told when the path of a definition can lead to no file',
    (stable) => {
      const folder = folderWith(scenarioFiles({ stateMachine: { ...machine, stable } }));
      expect(() => readScenario(folder)).toThrow(ScenarioFault);
      expect(() => readScenario(folder)).toThrow(
        /scenario\.json: stateMachine\.stable: found ".{0,85}, .*expected .{1,80}$/,
      );
    },
  );

  test('is told when it is nested deeper than anybody reads', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const folder = folderWith(scenarioFiles({}, deep));
    expect(() => readScenario(folder)).toThrow(
      'candidate.asl.json: found JSON nested 100000 deep, expected at most 500',
    );
  });
});
