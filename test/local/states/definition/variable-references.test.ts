import { expect, test } from '@jest/globals';
import { variableReferences } from '../../../../local/states/definition/variable-references.ts';
import { MACHINE, ROLE, statesAccount } from '../states-account.ts';

const references = (state: object) => variableReferences({ StartAt: 'A', States: { A: state } }).A;

test.each([
  [
    {
      Type: 'Pass',
      Parameters: { 'a.$': '$total.x', b: '$total', 'c.$': "States.Format('$no {} {}', $count, $$.State)" },
    },
    ['total', 'count'],
  ],
  [{ Type: 'Wait', SecondsPath: '$delay' }, ['delay']],
  [{ Type: 'Choice', Choices: [{ And: [{ Variable: '$flag', IsNull: true }], Next: 'B' }] }, ['flag']],
  [{ Type: 'Pass', Output: '{% $sum($prices) + $states.input.n %}' }, ['prices']],
  [
    { Type: 'Pass', Output: { list: ['{% ($k := 2; $map($items, function($i) { $i * $k * $factor })) %}'] } },
    ['items', 'factor'],
  ],
  [{ Type: 'Pass', InputPath: '$.a', Assign: { total: 1 } }, undefined],
])('%j refers to %j', (state, expected) => {
  expect(references(state)).toEqual(expected);
});

test('states of inner machines are named themselves, and DescribeStateMachine tells it', () => {
  const inner = { StartAt: 'B', States: { B: { Type: 'Pass', Parameters: { 'x.$': '$outer' }, End: true } } };
  const States = { A: { Type: 'Parallel', Branches: [inner], End: true } };
  const { call } = statesAccount();
  call('CreateStateMachine', { name: 'orders', roleArn: ROLE, definition: JSON.stringify({ StartAt: 'A', States }) });
  expect(call('DescribeStateMachine', { stateMachineArn: MACHINE }).variableReferences).toEqual({ B: ['outer'] });
});
