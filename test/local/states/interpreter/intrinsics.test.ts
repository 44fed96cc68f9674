import { describe, expect, test } from '@jest/globals';
import { only, outputOf, run } from './running.ts';

const call = (text: string, input: unknown = {}) =>
  outputOf(only({ Type: 'Pass', Parameters: { 'result.$': text } }), input).then(({ result }) => result);

describe('intrinsic functions', () => {
  test.each([
    ["States.Format('{} is {}', $.name, $.age)", 'Ann is 7'],
    ["States.Format('{}', $.map)", '{a=1, b=[x, y]}'],
    ["States.Format('\\{\\} \\'{}\\' \\\\', 1)", "{} '1' \\"],
    ['States.Array(1, $.name, null, true)', [1, 'Ann', null, true]],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [2, 3], [5]]],
    ['States.ArrayContains($.list, 3)', true],
    ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayRange(3, 1, 1)', []],
    ['States.ArrayGetItem($.list, 4)', 5],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayUnique($.list)', [1, 2, 3, 5]],
    ["States.Base64Decode(States.Base64Encode('grüße'))", 'grüße'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.map, $.other, false)', { a: 2, b: ['x', 'y'] }],
    ['States.JsonToString($.map)', '{"a":1,"b":["x","y"]}'],
    ['States.StringToJson(\'[1, {"a": null}]\')', [1, { a: null }]],
    ['States.MathAdd(-1.5, 2.5)', 2],
    ["States.StringSplit('a,b;;c', ',;')", ['a', 'b', 'c']],
    ['States.ArrayLength($.list[?(@ > 2)])', 2],
    ["States.Format('{}', $.list[0, 1])", '[1, 2]'],
  ])('%s', async (text, expected) => {
    const input = { name: 'Ann', age: 7, map: { a: 1, b: ['x', 'y'] }, other: { a: 2 }, list: [1, 2, 2, 3, 5] };
    expect(await call(text, input)).toEqual(expected);
  });

  test('draw from the seeded random', async () => {
    expect(await call('States.UUID()')).toBe(await call('States.UUID()'));
    expect(await call('States.MathRandom(1, 1000, 7)')).toBe(await call('States.MathRandom(1, 1000, 7)'));
    expect(await call('States.MathRandom(5, 6)')).toBe(5);
  });

  test.each([
    'States.ArrayPartition($.list, 0)',
    'States.ArrayGetItem($.list, 1)',
    'States.ArrayRange(1, 2000, 1)',
    'States.MathAdd($.name, 1)',
    "States.StringToJson('{')",
    "States.Format('{}')",
    'States.JsonMerge($, $, true)',
  ])('%s fails as States.IntrinsicFailure', async (text) => {
    const { end } = await run(only({ Type: 'Pass', Parameters: { 'x.$': text } }), { list: [1], name: 'Ann' });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.IntrinsicFailure' });
  });

  test('name the argument that is not there', async () => {
    const { end } = await run(only({ Type: 'Pass', Parameters: { 'x.$': "States.Format('{}', $.no)" } }), { a: 1 });
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.Format('{}', $.no)' " +
        `had the following error: The JsonPath argument for the field '$.no' could not be found in the input '{"a":1}'`,
    });
  });
});
