import { describe, expect, test } from '@jest/globals';
import { functionTarget } from '../../../local/events/function-target.ts';
import { busAtNoon } from './bus.ts';

/** A function that fails so many times, as the target of a rule. */
function flaky(failures: number) {
  const here = busAtNoon();
  const { bus, clock, lambda, seconds } = here;
  const runs: number[] = [];
  const told: string[] = [];
  lambda.register('work', async (event) => {
    runs.push(seconds());
    if (runs.length <= failures) throw new Error(`no ${event.detail.number}`);
  });
  const onFailure = ({ errorMessage }: { errorMessage: string }) => told.push(errorMessage);
  const target = functionTarget({ clock, lambda, functionName: 'work', onFailure });
  bus.putRule('orders', { source: ['shop'] });
  bus.putTarget('orders', target);
  return { ...here, runs, told };
}

describe('a function as a target', () => {
  test('is invoked with the event', async () => {
    const { clock, publish, runs, told } = flaky(0);
    publish(7);
    await clock.runUntilIdle();
    expect({ runs, told }).toEqual({ runs: [1], told: [] });
  });

  test('is invoked again a minute and then two minutes after it failed', async () => {
    const { clock, publish, runs, told } = flaky(2);
    publish(7);
    await clock.runUntilIdle();
    expect({ runs, told }).toEqual({ runs: [1, 61, 181], told: ['no 7', 'no 7'] });
  });

  test('is given up after the third failure', async () => {
    const { clock, publish, runs } = flaky(9);
    publish(7);
    await clock.runUntilIdle();
    expect(runs).toEqual([1, 61, 181]);
  });

  test('has to exist', () => {
    const { clock, lambda } = busAtNoon();
    expect(() => functionTarget({ clock, lambda, functionName: 'none' })).toThrow('Function not found: none');
  });
});
