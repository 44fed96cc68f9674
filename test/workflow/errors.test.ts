import { describe, expect, test } from '@jest/globals';
import type { Target } from '../../workflow/document.ts';
import { explain, OUR_ERRORS, RoutingDrifted, ValidationError } from '../../workflow/errors.ts';
import { toThrow, worstFailure } from '../../workflow/failures.ts';

/** A function's error as Step Functions catches it. */
function caught(error: Error) {
  return {
    Error: error.name,
    Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }),
  };
}

describe('an error of ours', () => {
  test('keeps reason, summary and repair on its way through Step Functions', () => {
    const details = { reason: 'AliasIsSplit', summary: 'It is split.', repair: ['mend it'] };
    expect(explain(caught(new ValidationError(details)))).toEqual(details);
  });

  test('is thrown again under its name', () => {
    const error = new RoutingDrifted({ reason: 'RoutingDrifted', summary: 'Moved.' });
    expect(toThrow(caught(error))).toEqual(error);
    expect(toThrow(caught(error))).toBeInstanceOf(RoutingDrifted);
  });

  test.each(OUR_ERRORS)(
    '%s is thrown again under its name, or, where it would only be retried in vain, as TargetFailed',
    (name) => {
      const retried = ['TryAgain', 'Throttled', 'NotSettled', 'TargetFailed'].includes(name);
      expect(toThrow({ Error: name, Cause: 'x' })).toMatchObject({
        name: retried ? 'TargetFailed' : name,
        reason: name,
      });
    },
  );
});

describe('an error of somebody else’s', () => {
  test.each<[string, { Error: string; Cause?: string }, string]>([
    ['a timeout without a cause', { Error: 'States.Timeout' }, 'States.Timeout, and AWS told no more.'],
    ['a function’s fault', caught(new TypeError('x is not a function')), 'TypeError: x is not a function'],
    ['a cause that is no JSON', { Error: 'Lambda.Unknown', Cause: 'exit status 1' }, 'Lambda.Unknown: exit status 1'],
  ])('is explained as far as it goes: %s', (_, error, summary) => {
    expect(explain(error)).toEqual({ reason: error.Error, summary, repair: [] });
  });
});

describe('the worst failure of a set of targets', () => {
  const target = (name?: string) => (name === undefined ? {} : { failure: { Error: name } }) as Target;

  test('is none where none failed', () => {
    expect(worstFailure([target(), target()])).toBeUndefined();
  });

  test('is a closed deployment, then drift, the unforeseen, a refusal, what has to be read again', () => {
    const order = ['DeploymentClosed', 'RoutingDrifted', 'Lambda.Unknown', 'ValidationError', 'ReadAgain'];
    for (let first = 0; first < order.length; first++) {
      const shuffled = [target(), ...order.slice(first).reverse().map(target)];
      expect(worstFailure(shuffled)).toEqual({ Error: order[first] });
    }
  });
});
