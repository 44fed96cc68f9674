import { expect, test } from '@jest/globals';
import { livedInVirtualTime } from '../../bench/speed/lived.ts';
import { rehearsed } from '../../bench/speed/rehearsed.ts';
import { linearTen } from '../../bench/speed/scenarios.ts';
import { example } from '../scenarios/example.ts';

test('what is lived through in both times is a whole deployment of half a minute, with its executions', async () => {
  const { executions } = await livedInVirtualTime();
  expect(executions).toBeGreaterThanOrEqual(60);
  expect(executions).toBeLessThan(70);
});

test('a rehearsal’s pace counts all of its virtual time, and the executions of the deployment', async () => {
  const { virtualSeconds, executions, promisedSeconds } = await rehearsed('50 minutes', linearTen(), 5);
  expect([virtualSeconds, promisedSeconds]).toEqual([600 + 50 * 60, 5]);
  expect(executions).toBe(50 * 30);
});

test('a rehearsal that was rolled back is no measurement', async () => {
  await expect(rehearsed('bad', example('sample-alias-machine'), 5)).rejects.toThrow(
    'the rehearsal ended as RolledBack: nothing was measured',
  );
});
