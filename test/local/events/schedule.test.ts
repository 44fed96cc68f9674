import { describe, expect, test } from '@jest/globals';
import { functionTarget } from '../../../local/events/function-target.ts';
import { Queue } from '../../../local/events/queue.ts';
import { busAtNoon, listener, NOON } from './bus.ts';

describe('a schedule', () => {
  test('sends AWS’s "Scheduled Event" as time passes over it', async () => {
    const { bus, clock, seconds } = busAtNoon();
    const { target, events } = listener(seconds);
    bus.putSchedule('sweep', { everySeconds: 300 }, target);
    await clock.advanceBy(900_000);
    expect(events.map(({ at }) => at)).toEqual([300, 600, 900]);
    expect(events[0]!.event).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: '2026-03-01T12:05:00Z',
      region: 'eu-west-1',
      resources: ['arn:aws:events:eu-west-1:123456789012:rule/sweep'],
      detail: {},
    });
  });

  test('never makes virtual time pass by itself, nor does what waits in a queue behind it', async () => {
    const { bus, clock, context, lambda, random } = busAtNoon();
    let runs = 0;
    lambda.register('sweep', async () => {
      runs++;
      throw new Error('not today');
    });
    const queue = new Queue(
      { clock, context, lambda, random },
      { name: 'q', functionName: 'sweep', delaySeconds: 900 },
    );
    bus.putSchedule('queued', { everySeconds: 300 }, queue);
    bus.putSchedule('direct', { everySeconds: 60 }, functionTarget({ clock, lambda, functionName: 'sweep' }));
    await clock.runUntilIdle();
    expect(clock.now()).toBe(NOON);
    await clock.advanceBy(3_600_000);
    await clock.runUntilIdle();
    expect(clock.now()).toBe(NOON + 3_600_000);
    expect(runs).toBeGreaterThan(60);
  });

  test('ticks while other work makes time pass', async () => {
    const { bus, clock, seconds } = busAtNoon({ faults: { loss: 1 } });
    const { target, events } = listener(seconds);
    bus.putSchedule('sweep', { everySeconds: 60 }, target);
    clock.schedule(clock.now() + 150_000, () => {});
    await clock.runUntilIdle();
    expect(events.map(({ at }) => at)).toEqual([60, 120]);
  });

  test('takes the place of the rule or schedule of its name, and gives way to one', async () => {
    const { bus, clock, publish, seconds } = busAtNoon();
    const early = listener(seconds);
    const late = listener(seconds);
    bus.putRule('sweep', { source: ['shop'] });
    bus.putTarget('sweep', early.target);
    bus.putSchedule('sweep', { everySeconds: 60 }, early.target);
    expect(bus.listens).toBe(false);
    bus.putSchedule('sweep', { everySeconds: 120 }, late.target);
    await clock.advanceBy(120_000);
    expect(early.events).toEqual([]);
    expect(late.events.map(({ at }) => at)).toEqual([120]);
    bus.putRule('sweep', { source: ['shop'] });
    publish(1);
    await clock.advanceBy(600_000);
    expect(late.events.map(({ at }) => at)).toEqual([120, 121]);
  });

  test('ends when it is removed', async () => {
    const { bus, clock, seconds } = busAtNoon();
    const { target, events } = listener(seconds);
    bus.putSchedule('sweep', { everySeconds: 60 }, target);
    await clock.advanceBy(60_000);
    bus.removeRule('sweep');
    await clock.advanceBy(600_000);
    expect(events).toHaveLength(1);
  });

  test.each([0, -60, 90, Number.NaN])('every %d seconds is refused', (everySeconds) => {
    const { bus, seconds } = busAtNoon();
    expect(() => bus.putSchedule('sweep', { everySeconds }, listener(seconds).target)).toThrow(
      `everySeconds of schedule sweep: found ${everySeconds}, expected whole minutes`,
    );
  });
});
