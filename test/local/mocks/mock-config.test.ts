import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMocks } from '../../../local/mocks/mock-config.ts';
import { MockConfigFault } from '../../../local/mocks/mock-config-fault.ts';
import { answerTo } from '../../../local/mocks/mocked-answers.ts';

const config = (answers: unknown, states: unknown = { Charge: 'charged' }) => ({
  StateMachines: { orders: { TestCases: { happy: states } } },
  MockedResponses: { charged: answers },
});
const ok = { Return: 'ok' };

function problemsOf(given: unknown): string[] {
  try {
    readMocks(given);
  } catch (error) {
    if (error instanceof MockConfigFault) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a mock configuration', () => {
  test('answers by attempt, for single ones and for ranges', () => {
    const throttled = { Throw: { Error: 'Lambda.TooManyRequestsException', Cause: 'slow down' } };
    const mocks = readMocks(config({ '0': throttled, '1-3': { Throw: {} }, '4': { Return: null, Submit: [1] } }));
    const answers = mocks.get('orders')!.get('happy')!.answers.get('Charge')!;
    expect(answerTo(answers, 0)).toEqual({
      end: { kind: 'failed', error: 'Lambda.TooManyRequestsException', cause: 'slow down' },
    });
    expect([1, 2, 3].map((attempt) => answerTo(answers, attempt)?.end)).toEqual(Array(3).fill({ kind: 'failed' }));
    expect(answerTo(answers, 4)).toEqual({ end: { kind: 'succeeded', output: null }, submit: { output: [1] } });
    expect(answerTo(answers, 5)).toBeUndefined();
  });

  test('may say that a state is never to be tried', () => {
    expect(readMocks(config({})).get('orders')!.get('happy')!.answers.get('Charge')).toEqual([]);
  });

  test('is read once: what becomes of the object later changes nothing', () => {
    const given = config({ '0': { Return: { paid: true } } });
    const mocks = readMocks(given);
    (given.MockedResponses.charged as { '0': { Return: { paid: boolean } } })['0'].Return.paid = false;
    const answers = mocks.get('orders')!.get('happy')!.answers.get('Charge')!;
    expect(answerTo(answers, 0)!.end).toEqual({ kind: 'succeeded', output: { paid: true } });
  });

  test.each<[string, unknown, string]>([
    [
      'nothing',
      undefined,
      'mock configuration: found nothing, expected an object with StateMachines and MockedResponses',
    ],
    ['a list', [], 'mock configuration: found [], expected an object with StateMachines and MockedResponses'],
    [
      'an unknown field',
      { ...config({ '0': ok }), Mocks: {} },
      'Mocks: found an unknown field, expected only StateMachines, MockedResponses',
    ],
    ['no machines', { MockedResponses: {} }, 'StateMachines: found nothing, expected state machines by name'],
    [
      'a machine without test cases',
      { StateMachines: { orders: {} } },
      'StateMachines.orders.TestCases: found nothing, expected test cases by name',
    ],
    [
      'a machine with more than test cases',
      { StateMachines: { orders: { TestCases: {}, Type: 'EXPRESS' } } },
      'StateMachines.orders.Type: found an unknown field, expected only TestCases',
    ],
    [
      'a machine that is null',
      { StateMachines: { orders: null } },
      'StateMachines.orders: found null, expected an object with TestCases',
    ],
    [
      'a response that there is not',
      config({ '0': ok }, { Charge: 'chrged' }),
      'StateMachines.orders.TestCases.happy.Charge: found "chrged", expected the name of one of MockedResponses: "charged"',
    ],
    [
      'a response given in place',
      config({ '0': ok }, { Charge: { '0': ok } }),
      'StateMachines.orders.TestCases.happy.Charge: found {"0":{"Return":"ok"}}, expected the name of one of MockedResponses: "charged"',
    ],
    [
      'a response of another kind',
      config([ok]),
      'MockedResponses.charged: found [{"Return":"ok"}], expected answers by attempt',
    ],
    [
      'an attempt by name',
      config({ first: ok }),
      'MockedResponses.charged.first: found "first", expected an attempt such as "0", or attempts such as "1-3"',
    ],
    [
      'a range backwards',
      config({ '0': ok, '3-1': ok }),
      'MockedResponses.charged.3-1: found "3-1", expected an attempt such as "0", or attempts such as "1-3"',
    ],
    [
      'a gap',
      config({ '0': ok, '2': ok }),
      'MockedResponses.charged: found no answer to attempt 1, expected one for every attempt from 0 on',
    ],
    [
      'no beginning',
      config({ '1': ok }),
      'MockedResponses.charged: found no answer to attempt 0, expected one for every attempt from 0 on',
    ],
    [
      'an overlap',
      config({ '0-2': ok, '2-3': ok }),
      'MockedResponses.charged: found two answers to attempt 2, expected one for every attempt',
    ],
    [
      'an answer without an end',
      config({ '0': { Submit: 1 } }),
      'MockedResponses.charged.0: found {"Submit":1}, expected an object with one of Return, Throw and NoAnswer',
    ],
    [
      'an answer with two ends',
      config({ '0': { ...ok, Throw: {} } }),
      'MockedResponses.charged.0: found {"Return":"ok","Throw":{}}, expected an object with one of Return, Throw and NoAnswer',
    ],
    [
      'an answer with an unknown field',
      config({ '0': { ...ok, Delay: 1 } }),
      'MockedResponses.charged.0.Delay: found an unknown field, expected only Return, Throw, NoAnswer, Submit',
    ],
    [
      'NoAnswer that is not true',
      config({ '0': { NoAnswer: 'yes' } }),
      'MockedResponses.charged.0.NoAnswer: found "yes", expected true',
    ],
    [
      'an error that is no text',
      config({ '0': { Throw: { Error: 404 } } }),
      'MockedResponses.charged.0.Throw.Error: found 404, expected a text',
    ],
    [
      'a misspelt error',
      config({ '0': { Throw: { error: 'E' } } }),
      'MockedResponses.charged.0.Throw.error: found an unknown field, expected only Error, Cause',
    ],
  ])('is refused with %s', (_, given, problem) => {
    expect(problemsOf(given)).toContain(problem);
  });

  test('is read or refused, whatever it is', () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const nearly = fc.record(
      {
        StateMachines: fc.dictionary(fc.string(), fc.record({ TestCases: fc.dictionary(fc.string(), anything) })),
        MockedResponses: fc.dictionary(fc.string(), fc.dictionary(fc.constantFrom('0', '1', '1-2', 'x'), anything)),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(anything, nearly), (given) => Array.isArray(problemsOf(given))));
  });

  test('is refused with all that is wrong with it at once', () => {
    expect(
      problemsOf({ StateMachines: { orders: { TestCases: { a: { X: 'x' } } } }, MockedResponses: { y: { '1': 1 } } }),
    ).toEqual([
      'MockedResponses.y.1: found 1, expected an object with one of Return, Throw and NoAnswer',
      'StateMachines.orders.TestCases.a.X: found "x", expected the name of one of MockedResponses: "y"',
    ]);
  });
});
