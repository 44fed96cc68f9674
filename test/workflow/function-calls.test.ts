import { describe, expect, test } from '@jest/globals';
import { looseCalls } from '../../workflow/function-calls.ts';

const NOTHING = { unversioned: [], namedLate: [] };
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:ship';
const INVOKE = 'arn:aws:states:::lambda:invoke';

/** A machine with these states. */
const machine = (States: object) => ({ StartAt: 'Ship', States });
const task = (Resource: string, fields: object = {}) => ({ Type: 'Task', Resource, End: true, ...fields });
const called = (States: object) => looseCalls(JSON.stringify(machine(States)));
const invoking = (Parameters: unknown, Resource = INVOKE) => called({ Ship: task(Resource, { Parameters }) });

describe('a function is called without a version', () => {
  test.each([
    ['as the resource', { Ship: task(ARN) }],
    ['as the resource, by the word for the newest code', { Ship: task(`${ARN}:$LATEST`) }],
    ['as the resource, in China', { Ship: task('arn:aws-cn:lambda:cn-north-1:123456789012:function:ship') }],
    ['as the resource, in GovCloud', { Ship: task('arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:ship') }],
    ['inside a Map', { Each: { Type: 'Map', ItemProcessor: machine({ Ship: task(ARN) }), End: true } }],
    ['inside a Map as they used to be written', { Each: { Type: 'Map', Iterator: machine({ Ship: task(ARN) }) } }],
    ['inside a branch', { Both: { Type: 'Parallel', Branches: [machine({}), machine({ Ship: task(ARN) })] } }],
    [
      'inside a branch inside a Map',
      {
        Each: {
          Type: 'Map',
          ItemProcessor: machine({ Both: { Type: 'Parallel', Branches: [machine({ Ship: task(ARN) })] } }),
        },
      },
    ],
  ])('%s', (_, states) => {
    expect(called(states)).toEqual({ unversioned: ['ship'], namedLate: [] });
  });

  test.each([
    ['ship'],
    ['ship:$LATEST'],
    [ARN],
    [`${ARN}:$LATEST`],
    ['123456789012:function:ship'],
    ['function:ship'],
    ['us-east-1:123456789012:function:ship'],
  ])('by the integration, as %s', (FunctionName) => {
    expect(invoking({ FunctionName })).toEqual({ unversioned: ['ship'], namedLate: [] });
    expect(invoking({ FunctionName, Qualifier: '$LATEST' })).toEqual({ unversioned: ['ship'], namedLate: [] });
    expect(invoking({ FunctionName, Qualifier: '3' })).toEqual(NOTHING);
  });

  test.each([
    `${INVOKE}.waitForTaskToken`,
    'arn:aws-cn:states:::lambda:invoke',
    'arn:aws-us-gov:states:::lambda:invoke',
    'arn:aws:states:::aws-sdk:lambda:invoke',
    'arn:aws:states:::aws-sdk:lambda:invokeAsync',
  ])('by %s', (resource) => {
    expect(invoking({ FunctionName: 'ship' }, resource)).toEqual({ unversioned: ['ship'], namedLate: [] });
  });

  test('in JSONata', () => {
    expect(called({ Ship: task(INVOKE, { Arguments: { FunctionName: 'ship' } }) }).unversioned).toEqual(['ship']);
  });
});

describe('a function is named only when its state runs', () => {
  test.each([
    ['by a path', { Parameters: { 'FunctionName.$': '$.function' } }],
    ['with a version by a path', { Parameters: { FunctionName: 'ship', 'Qualifier.$': '$.version' } }],
    ['by JSONata', { Arguments: { FunctionName: '{% $function %}' } }],
    ['with a version by JSONata', { Arguments: { FunctionName: 'ship', Qualifier: '{% $version %}' } }],
    ['with all of its arguments', { Arguments: '{% $states.input %}' }],
  ])('%s', (_, fields) => {
    expect(called({ Ship: task(INVOKE, fields) })).toEqual({ unversioned: [], namedLate: ['Ship'] });
  });

  test('though its version is fixed: then it has one', () => {
    expect(invoking({ 'FunctionName.$': '$.function', Qualifier: 'live' })).toEqual(NOTHING);
  });
});

describe('nothing is called loosely', () => {
  test.each([
    ['by a version as the resource', { Ship: task(`${ARN}:3`) }],
    ['by an alias as the resource', { Ship: task(`${ARN}:live`) }],
    ['by an ARN that is only passed on', { Ship: { Type: 'Pass', Result: { function: ARN }, Comment: ARN } }],
    ['by another integration', { Ship: task('arn:aws:states:::lambda:listFunctions', { Parameters: {} }) }],
    ['by an activity', { Ship: task('arn:aws:states:us-east-1:123456789012:activity:ship') }],
  ])('%s', (_, states) => {
    expect(called(states)).toEqual(NOTHING);
  });

  test.each(['ship:3', 'ship:live', `${ARN}:3`, '123456789012:function:ship:live'])('by %s', (FunctionName) => {
    expect(invoking({ FunctionName })).toEqual(NOTHING);
  });

  test.each(['', '{', 'null', '{}', '[]', '{"States":{"A":{}}}'])('by what is no machine: %s', (definition) => {
    expect(looseCalls(definition)).toEqual(NOTHING);
  });
});

test('functions are named once each, and one more than are shown of many', () => {
  const names = ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'];
  const states = Object.fromEntries(
    names.map((FunctionName, i) => [`S${i}`, task(INVOKE, { Parameters: { FunctionName } })]),
  );
  expect(called(states).unversioned).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
