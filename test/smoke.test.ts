import { expect, test } from '@jest/globals';

test('jest runs', () => {
  expect(1).toBe(1);
});
