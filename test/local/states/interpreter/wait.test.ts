import { describe, expect, test } from '@jest/globals';
import { only, run } from './running.ts';

const wait = (fields: object) => only({ Type: 'Wait', ...fields });

describe('a Wait', () => {
  test.each<[object, number]>([
    [{ Seconds: 90 }, 90],
    [{ SecondsPath: '$.seconds' }, 30],
    [{ SecondsPath: '$.text' }, 12],
    [{ Timestamp: '2026-01-01T00:01:00Z' }, 60],
    [{ TimestampPath: '$.at' }, 1.5],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
    [{ Seconds: '{% $states.input.seconds * 2 %}', QueryLanguage: 'JSONata' }, 60],
    [{ Timestamp: '{% $states.input.at %}', QueryLanguage: 'JSONata' }, 1.5],
  ])('%j takes %d seconds', async (fields, seconds) => {
    const ran = await run(wait(fields), { seconds: 30, text: '12', at: '2026-01-01T01:00:01.4999+01:00' });
    expect(ran.end).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran.seconds).toBe(seconds);
  });

  test.each<[object, string]>([
    [{ SecondsPath: '$.no' }, 'The SecondsPath parameter does not reference an input value: $.no'],
    [{ SecondsPath: '$.half' }, 'The SecondsPath parameter cannot be parsed as a long value: $.half == 1.5'],
    [{ SecondsPath: '$.minus' }, 'The SecondsPath parameter references a negative value: $.minus == -1'],
    [{ SecondsPath: '$.huge' }, 'Wait state delay is too long.'],
    [{ TimestampPath: '$.no' }, 'The TimestampPath parameter does not reference an input value: $.no'],
    [
      { TimestampPath: '$.day' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.day == 2026-01-01',
    ],
  ])('%j fails', async (fields, cause) => {
    const { end } = await run(wait(fields), { half: 1.5, minus: -1, huge: 2 ** 31, day: '2026-01-01' });
    expect(end).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`,
    });
  });
});
