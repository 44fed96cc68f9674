import { describe, expect, test } from '@jest/globals';
import { compileJsonPath, PathNotFound, readJsonPath } from '../../../../local/states/interpreter/json-path.ts';

const store = {
  books: [
    { title: 'A', price: 8, tags: ['x', 'y'], isbn: '1' },
    { title: 'B', price: 12, tags: [] },
    { title: 'C', price: 22, tags: ['y'], author: { name: 'D' } },
  ],
  'odd name': 1,
  limit: 10,
  nothing: null,
};

const read = (path: string, value: unknown = store) => readJsonPath(compileJsonPath(path), value);

describe('a definite path gives the one value it leads to', () => {
  test.each([
    ['$', store],
    ['$.limit', 10],
    ["$['odd name']", 1],
    ['$["limit"]', 10],
    ['$.books[1].title', 'B'],
    ['$.books[-1].author.name', 'D'],
    ['$.nothing', null],
    ['$.books.length()', 3],
  ])('%s', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });
});

describe('an indefinite path gives a list', () => {
  test.each([
    ['$.books[*].title', ['A', 'B', 'C']],
    ['$.books[0,2].title', ['A', 'C']],
    ['$.books[1:].title', ['B', 'C']],
    ['$.books[:1].title', ['A']],
    ['$.books[-2:].title', ['B', 'C']],
    ["$.books[0]['title','price']", ['A', 8]],
    ['$..title', ['A', 'B', 'C']],
    ['$..author.name', ['D']],
    ['$.books[?(@.price < 10)].title', ['A']],
    ['$.books[?(@.price > $.limit)].title', ['B', 'C']],
    ['$.books[?(@.isbn)].title', ['A']],
    ['$.books[?(!@.isbn && @.price != 12)].title', ['C']],
    ["$.books[?(@.title == 'A' || @.title == 'B')].price", [8, 12]],
    ["$.books[?(@.title in ['A', 'C'])].price", [8, 22]],
    ["$.books[?(@.tags contains 'y')].title", ['A', 'C']],
    ['$.books[?(@.title =~ /[ab]/i)].title', ['A', 'B']],
    ['$.books[?(@.tags empty true)].title', ['B']],
    ["$..[?(@.name == 'D')]", [{ name: 'D' }]],
    ['$.no.such[*].thing', []],
    ['$[*].x', []],
  ])('%s', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });
});

describe('a definite path that leads nowhere says so in the words AWS quotes', () => {
  test.each([
    ['$.no', "No results for path: $['no']"],
    ['$.no.such', "Missing property in path $['no']"],
    ['$.books[5]', "No results for path: $['books'][5]"],
    ['$.nothing[0]', "The path $['nothing'] is null"],
    [
      '$.limit.x',
      "Expected to find an object with property ['x'] in path $['limit'] but found 'java.lang.Integer'. " +
        "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
    ],
  ])('%s', (path, message) => {
    expect(() => read(path)).toThrow(new PathNotFound(message));
  });

  test('and does not find what every object inherits', () => {
    expect(() => read('$.toString', {})).toThrow(PathNotFound);
  });
});

test.each(['', 'a', '$.', '$.a[', '$.a[?(@.b ==)]', '$.a.unknown()', '$.a]', '$[?(@.a like 1)]'])(
  '%j is no path',
  (path) => {
    expect(() => compileJsonPath(path)).toThrow(SyntaxError);
  },
);
