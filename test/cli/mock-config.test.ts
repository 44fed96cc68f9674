import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageFault } from '../../cli/command.ts';
import { readMockConfig } from '../../cli/mock-config.ts';
import { folderWith } from './folder.ts';

const written = (content: unknown) => join(folderWith({ 'mocks.json': content }), 'mocks.json');

describe('the file of --mock-config', () => {
  test('is read as it stands', () => {
    const config = { StateMachines: { orders: { TestCases: { happy: { Ask: 'a' } } } }, MockedResponses: { a: {} } };
    expect(readMockConfig(written(config))).toEqual(config);
  });

  test.each<[unknown, RegExp]>([
    ['{ "StateMachines": }', /mocks\.json: line 1, column 20: found "}", expected JSON\.$/],
    [{ StateMachines: 1 }, /mocks\.json: StateMachines: found 1, expected state machines by name\.$/],
    [{ StateMachines: {}, A: 1, B: 2 }, /A: found an unknown field, .*; B: found an unknown field, /],
  ])('%j is refused in a sentence', (content, message) => {
    expect(() => readMockConfig(written(content))).toThrow(UsageFault);
    expect(() => readMockConfig(written(content))).toThrow(message);
  });

  test('is refused when it is not there', () => {
    expect(() => readMockConfig('nowhere.json')).toThrow(
      /^--mock-config: nowhere\.json: found no file that can be read \(ENOENT\)/,
    );
  });
});
