import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/events/event-pattern.ts';

const event = {
  version: '0',
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['arn:one', 'arn:two'],
  detail: {
    status: 'FAILED',
    name: 'Orders-7.retry',
    count: 300,
    ratio: -0.5,
    huge: 6e9,
    digits: '300',
    done: false,
    nothing: null,
    tags: ['blue', 'Green', 7],
    empty: [],
    holder: {},
    lines: [
      { sku: 'a', amount: 1 },
      { sku: 'b', amount: 2, gift: true },
    ],
    nested: [[1, 2], [{ deep: 'x' }]],
  },
};

const detail = (fields: object) => ({ detail: fields });

const matching: readonly (readonly [string, object])[] = [
  ['one of several exact texts', detail({ status: ['ABORTED', 'FAILED'] })],
  ['several fields at several depths', { source: ['aws.states'], detail: { status: ['FAILED'], count: [300] } }],
  ['a number, a boolean, null', detail({ count: [300], done: [false], nothing: [null] })],
  ['any element of an array', { resources: ['arn:two'] }],
  ['an element of an array inside an array', detail({ nested: [2] })],
  ['a field of an object inside nested arrays', detail({ nested: { deep: ['x'] } })],
  ['a prefix', detail({ name: [{ prefix: 'Orders-' }] })],
  ['the empty prefix, which any text has', { source: [{ prefix: '' }] }],
  ['a prefix, ignoring case', detail({ name: [{ prefix: { 'equals-ignore-case': 'oRDERS' } }] })],
  ['a suffix', detail({ name: [{ suffix: '.retry' }] })],
  ['a suffix, ignoring case', detail({ name: [{ suffix: { 'equals-ignore-case': '.RETRY' } }] })],
  ['a text, ignoring case', detail({ status: [{ 'equals-ignore-case': 'failed' }] })],
  ['one operator or another', detail({ name: [{ prefix: 'No' }, { suffix: 'retry' }] })],
  ['an operator or an exact value', detail({ status: [{ prefix: 'X' }, 'FAILED'] })],
  ['anything but a text', detail({ status: [{ 'anything-but': 'SUCCEEDED' }] })],
  ['anything but texts', detail({ status: [{ 'anything-but': ['SUCCEEDED', 'RUNNING'] }] })],
  ['anything but numbers', detail({ count: [{ 'anything-but': [1, 2] }] })],
  ['anything but a text, where a number is', detail({ count: [{ 'anything-but': '300' }] })],
  ['anything but one of the elements', { resources: [{ 'anything-but': 'arn:one' }] }],
  ['anything but a prefix', detail({ name: [{ 'anything-but': { prefix: 'Pay' } }] })],
  ['anything but prefixes', detail({ name: [{ 'anything-but': { prefix: ['Pay', 'Ship'] } }] })],
  ['anything but a suffix', detail({ name: [{ 'anything-but': { suffix: '.new' } }] })],
  ['anything but a text in any case', detail({ status: [{ 'anything-but': { 'equals-ignore-case': ['running'] } }] })],
  ['anything but a wildcard', detail({ name: [{ 'anything-but': { wildcard: 'Pay*' } }] })],
  ['a number that is equal', detail({ count: [{ numeric: ['=', 300] }] })],
  ['a number in a range', detail({ ratio: [{ numeric: ['>=', -0.5, '<', 0] }] })],
  ['a number beyond one bound', detail({ count: [{ numeric: ['>', 299.9] }] })],
  ['a wildcard in the middle', detail({ name: [{ wildcard: 'Ord*-*retry' }] })],
  ['a wildcard for nothing', detail({ status: [{ wildcard: '*FAILED*' }] })],
  ['a value that exists', detail({ nothing: [{ exists: true }], tags: [{ exists: true }] })],
  ['a value that does not exist', detail({ missing: [{ exists: false }], count: [300] })],
  ['a value that does not exist for want of its object', { missing: { inner: [{ exists: false }] } }],
  [
    'the values of objects and empty arrays, which do not exist',
    detail({ holder: [{ exists: false }], empty: [{ exists: false }], lines: [{ exists: false }] }),
  ],
  [
    'what is absent or has a value',
    detail({ missing: ['x', { exists: false }], status: ['FAILED', { exists: false }] }),
  ],
  ['the second of two alternatives', { $or: [{ source: ['aws.other'] }, { detail: { count: [300] } }] }],
  ['alternatives beside a field', detail({ status: ['FAILED'], $or: [{ count: [1] }, { done: [false] }] })],
  [
    'alternatives in alternatives',
    { $or: [{ source: ['x'] }, { $or: [{ source: ['y'] }, { source: ['aws.states'] }] }] },
  ],
  ['fields of one and the same element', detail({ lines: { sku: ['b'], amount: [2] } })],
  ['an element that lacks a field', detail({ lines: { amount: [1], gift: [{ exists: false }] } })],
  ['an element that lacks a field, in any order', detail({ lines: { gift: [{ exists: false }], amount: [1] } })],
];

const failing: readonly (readonly [string, object])[] = [
  ['a text in another case', detail({ status: ['failed'] })],
  ['a number for a text', detail({ digits: [300] })],
  ['a text for a number', detail({ count: ['300'] })],
  ['null for a missing value', detail({ missing: [null] })],
  ['one field of two', { source: ['aws.states'], detail: { status: ['RUNNING'] } }],
  ['a value where the event has an object', { detail: ['FAILED'] }],
  ['an object where the event has a value', { source: { name: ['aws.states'] } }],
  ['a prefix of a number', detail({ count: [{ prefix: '3' }] })],
  ['a prefix in another case', detail({ name: [{ prefix: 'orders' }] })],
  ['a text in any case that is longer', detail({ status: [{ 'equals-ignore-case': 'fail' }] })],
  ['anything but what is there', detail({ status: [{ 'anything-but': ['FAILED', 'RUNNING'] }] })],
  ['anything but, where nothing is', detail({ missing: [{ 'anything-but': 'x' }] })],
  ['anything but one of two prefixes', detail({ name: [{ 'anything-but': { prefix: ['Pay', 'Ord'] } }] })],
  ['anything but a suffix that is there', detail({ name: [{ 'anything-but': { suffix: 'retry' } }] })],
  ['anything but a wildcard that matches', detail({ name: [{ 'anything-but': { wildcard: '*-7*' } }] })],
  ['a number of text', detail({ digits: [{ numeric: ['=', 300] }] })],
  ['a number at an open bound', detail({ ratio: [{ numeric: ['>', -0.5, '<', 1] }] })],
  ['a number that EventBridge cannot compare', detail({ huge: [{ numeric: ['>', 0] }] })],
  ['a wildcard that needs more', detail({ status: [{ wildcard: 'FAIL*LED' }] })],
  ['a value that exists and should not', detail({ nothing: [{ exists: false }] })],
  ['an object that should exist', detail({ lines: [{ exists: true }], holder: [{ exists: true }] })],
  ['none of the alternatives', { $or: [{ source: ['aws.other'] }, { detail: { count: [301] } }] }],
  ['an alternative without its neighbour', detail({ status: ['RUNNING'], $or: [{ count: [300] }, { done: [false] }] })],
  ['fields of two elements', detail({ lines: { sku: ['a'], amount: [2] } })],
  ['a field that one of the elements has', detail({ lines: { gift: [{ exists: false }] } })],
];

describe('an event pattern', () => {
  test.each(matching)('matches %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  test.each(failing)('does not match %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  test('takes an inherited name for no field of the event', () => {
    expect(compilePattern({ toString: [{ exists: true }] })(event)).toBe(false);
    expect(compilePattern({ detail: { toString: [{ exists: false }] } })(event)).toBe(true);
  });
});

const values = 'a text, a number, true, false, null or an operator: an object with one field';
const inOperators =
  'only the operators prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr';
const inAnythingBut = 'only the operators prefix, suffix, equals-ignore-case, wildcard';
const orPattern = 'a pattern: an object of fields';
const manyAlternatives = Array.from({ length: 32 }, (_, index) => ({ a: [index] }));

const malformed: readonly (readonly [unknown, string])[] = [
  ['aws.states', 'the pattern: found "aws.states", expected an object'],
  [[], 'the pattern: found [], expected an object'],
  [{}, 'the pattern: found {}, expected an object that is not empty'],
  [{ source: 'aws.states' }, 'source: found "aws.states", expected an array or an object'],
  [{ source: null }, 'source: found null, expected an array or an object'],
  [detail({}), 'detail: found {}, expected an object that is not empty'],
  [detail({ status: [] }), 'detail.status: found [], expected at least one value'],
  [detail({ status: [['FAILED']] }), `detail.status[0]: found ["FAILED"], expected ${values}`],
  [
    detail({ status: ['X', { prefix: 'a', suffix: 'b' }] }),
    `detail.status[1]: found {"prefix":"a","suffix":"b"}, expected ${values}`,
  ],
  [detail({ status: [{ regex: '.*' }] }), `detail.status[0].regex: found ".*", expected ${inOperators}`],
  [detail({ status: [{ toString: 1 }] }), `detail.status[0].toString: found 1, expected ${inOperators}`],
  [
    detail({ ip: [{ cidr: '10.0.0.0/24' }] }),
    'detail.ip[0].cidr: found "10.0.0.0/24", expected an operator that local AWS supports; cidr is not one',
  ],
  [
    detail({ a: [{ prefix: 7 }] }),
    'detail.a[0].prefix: found 7, expected a text or equals-ignore-case: an object with one field',
  ],
  [
    detail({ a: [{ suffix: { wildcard: 'x' } }] }),
    'detail.a[0].suffix.wildcard: found "x", expected only the operators equals-ignore-case',
  ],
  [detail({ a: [{ 'equals-ignore-case': ['x'] }] }), 'detail.a[0].equals-ignore-case: found ["x"], expected a text'],
  [detail({ a: [{ exists: 'yes' }] }), 'detail.a[0].exists: found "yes", expected true or false'],
  [detail({ a: [{ 'anything-but': [] }] }), 'detail.a[0].anything-but: found [], expected at least one value'],
  [
    detail({ a: [{ 'anything-but': ['x', 1] }] }),
    'detail.a[0].anything-but: found ["x",1], expected either texts or numbers, not both',
  ],
  [detail({ a: [{ 'anything-but': [true] }] }), 'detail.a[0].anything-but[0]: found true, expected a text or a number'],
  [
    detail({ a: [{ 'anything-but': { prefix: '' } }] }),
    'detail.a[0].anything-but.prefix: found "", expected a text that is not empty',
  ],
  [
    detail({ a: [{ 'anything-but': { suffix: ['x', 5] } }] }),
    'detail.a[0].anything-but.suffix[1]: found 5, expected a text',
  ],
  [
    detail({ a: [{ 'anything-but': { numeric: ['=', 1] } }] }),
    `detail.a[0].anything-but.numeric: found ["=",1], expected ${inAnythingBut}`,
  ],
  [
    detail({ a: [{ numeric: ['>'] }] }),
    'detail.a[0].numeric: found [">"], expected one or two pairs of a comparison and a number',
  ],
  [detail({ a: [{ numeric: ['!=', 1] }] }), 'detail.a[0].numeric[0]: found "!=", expected one of = < <= > >='],
  [
    detail({ a: [{ numeric: ['>', '1'] }] }),
    'detail.a[0].numeric[1]: found "1", expected a number from -5000000000 to 5000000000',
  ],
  [
    detail({ a: [{ numeric: ['<', 1, '>', 0] }] }),
    'detail.a[0].numeric: found ["<",1,">",0], expected a lower bound (> or >=) and then an upper one (< or <=)',
  ],
  [
    detail({ a: [{ numeric: ['>', 1, '<', 1] }] }),
    'detail.a[0].numeric: found [">",1,"<",1], expected a lower bound that is less than the upper one',
  ],
  [
    detail({ a: [{ wildcard: 'a**b' }] }),
    'detail.a[0].wildcard: found "a**b", expected no two wildcard characters in a row',
  ],
  [
    detail({ a: [{ wildcard: 'a\\b' }] }),
    'detail.a[0].wildcard: found "a\\\\b", expected a backslash only before * or \\',
  ],
  [{ $or: [{ a: [1] }] }, '$or: found [{"a":[1]}], expected an array of two or more patterns'],
  [detail({ $or: [{ a: [1] }, { prefix: 'x' }] }), `detail.$or[1]: found {"prefix":"x"}, expected ${orPattern}`],
  [{ $or: [{ a: [1] }, {}] }, `$or[1]: found {}, expected ${orPattern}`],
  [{ $or: [{ a: [1] }, { b: { c: 1 } }] }, 'b.c: found 1, expected an array or an object'],
  [
    { x: { $or: manyAlternatives }, y: { $or: manyAlternatives } },
    `the pattern: found ${JSON.stringify({ x: { $or: manyAlternatives } }).slice(0, 80)}…, expected at most 1000 combinations of alternatives`,
  ],
];

describe('a malformed event pattern', () => {
  test.each(malformed)('is refused: %j', (pattern, reason) => {
    const refused = () => compilePattern(pattern);
    expect(refused).toThrow(`Event pattern is not valid. Reason: ${reason}`);
    expect(refused).toThrow(expect.objectContaining({ name: 'InvalidEventPatternException' }));
  });
});
