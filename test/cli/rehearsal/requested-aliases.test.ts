import { expect, test } from '@jest/globals';
import { requestedAliases } from '../../../cli/rehearsal/requested-aliases.ts';

const of = (stateMachineArn: unknown, alias: unknown) => ({ stateMachineArn, alias });

test.each<[unknown, readonly string[]]>([
  [{ alias: 'live' }, ['live']],
  [of('A', 'live'), ['live']],
  [of('B', 'live'), ['live']],
  [{ targets: [of('B', 'one'), of('A', 'two'), of('A', 'three'), of('A', 'two')] }, ['two', 'three']],
  [{ targets: [of('B', 'one'), of('C', 'two')] }, ['one']],
  [{ alias: 'one', targets: [of('A', 'two')] }, ['two']],
  [{ alias: '123' }, ['123']],
  [{ alias: 5 }, []],
  [{ targets: {} }, []],
  [{ targets: [null] }, []],
  [[], []],
  [null, []],
  ['alias', []],
])('the aliases that %j names for machine A are %j', (request, aliases) => {
  expect(requestedAliases(request, 'A')).toEqual(aliases);
});
