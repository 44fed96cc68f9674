import { describe, expect, test } from '@jest/globals';
import { sample } from './example.ts';
import { rehearse } from './one-machine.ts';

describe('a request that cannot be carried out', () => {
  test.each<[string, object, RegExp]>([
    ['an unknown field', { alarm: [] }, /alarm\b.*unknown field/],
    [
      'a percentage out of range',
      { strategy: { type: 'linear', percentage: 100, intervalMinutes: 1 } },
      /strategy\.percentage.*100/,
    ],
    [
      'weights that fall',
      {
        strategy: {
          steps: [
            { weight: 50, bakeSeconds: 1 },
            { weight: 10, bakeSeconds: 1 },
          ],
        },
      },
      /steps.*rise/,
    ],
    ['the ARN of no machine', { stateMachineArn: 'arn:aws:states:nowhere' }, /stateMachineArn/],
    [
      'a machine that is not there',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Nowhere' },
      /Nowhere/,
    ],
    [
      'a machine in another region',
      { stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:SampleAliasMachine' },
      /eu-west-1/,
    ],
    ['an alarm named by a number', { alarms: [5] }, /alarms\[0\].*5/],
  ])('such as %s ends as ValidationError and leaves the alias alone', async (_, request, message) => {
    const { record, alias } = await rehearse(sample('good', request));
    expect(record).toMatchObject({ outcome: 'ValidationError', shifts: [] });
    expect(record.cause?.summary).toMatch(message);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test.each([['12345'], [''], ['with space'], ['x'.repeat(81)]])(
    'such as the alias name %j is refused, and traffic goes to the machine',
    async (alias) => {
      const rehearsal = await rehearse(sample('good', { alias }));
      expect(rehearsal.record.outcome).toBe('ValidationError');
      expect(rehearsal.alias).toEqual([]);
    },
  );

  test.each([
    [null],
    [5],
    ['deploy it'],
    [[]],
    [{}],
    [{ targets: [] }],
    [{ targets: [null] }],
    [{ alias: { toString: 1 } }],
  ])('such as %j is refused like any other', async (request) => {
    const rehearsal = await rehearse({ ...sample('good'), request });
    expect(rehearsal.record).toMatchObject({ outcome: 'ValidationError', request, shifts: [] });
    expect(rehearsal.record.cause?.summary.length).toBeGreaterThan(10);
    expect(rehearsal.alias).toEqual([]);
  });
});
