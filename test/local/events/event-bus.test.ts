import { describe, expect, test } from '@jest/globals';
import type { EventFaults } from '../../../local/events/event-faults.ts';
import { busAtNoon, listener } from './bus.ts';

const ORDERS = { source: ['shop'] };

/** What one listener gets of 1,000 events, published a second apart. */
async function thousandEvents(faults: EventFaults, seed = 1) {
  const { bus, clock, publish, seconds } = busAtNoon({ faults, seed });
  const { target, events, numbers } = listener(seconds);
  bus.putRule('orders', ORDERS);
  bus.putTarget('orders', target);
  for (let number = 0; number < 1000; number++) clock.schedule(clock.now() + number * 1000, () => publish(number));
  await clock.runUntilIdle();
  return { numbers: numbers(), delays: events.map(({ at, event }) => at - event.detail.number) };
}

describe('an event', () => {
  test('reaches the targets of the rules it matches, in EventBridge’s envelope, a second later', async () => {
    const { bus, clock, publish, seconds } = busAtNoon();
    const orders = listener(seconds);
    const second = listener(seconds);
    const others = listener(seconds);
    bus.putRule('orders', ORDERS);
    bus.putTarget('orders', orders.target);
    bus.putTarget('orders', second.target);
    bus.putRule('others', { source: [{ 'anything-but': 'shop' }] });
    bus.putTarget('others', others.target);
    publish(7);
    await clock.runUntilIdle();
    const event = {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      'detail-type': 'order',
      source: 'shop',
      account: '123456789012',
      time: '2026-03-01T12:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: { number: 7 },
    };
    expect(orders.events).toEqual([{ at: 1, event }]);
    expect(second.events).toEqual(orders.events);
    expect(others.events).toEqual([]);
  });

  test('is delivered as it was published, whatever becomes of the publisher’s object', async () => {
    const { bus, clock, seconds } = busAtNoon();
    const { target, numbers } = listener(seconds);
    bus.putRule('orders', ORDERS);
    bus.putTarget('orders', target);
    const detail = { number: 1 };
    bus.publish({ source: 'shop', 'detail-type': 'order', detail });
    detail.number = 2;
    await clock.runUntilIdle();
    expect(numbers()).toEqual([1]);
  });

  test('has an id that no other has', async () => {
    const { bus, clock, publish, seconds } = busAtNoon();
    const { target, events } = listener(seconds);
    bus.putRule('orders', ORDERS);
    bus.putTarget('orders', target);
    for (let number = 0; number < 300; number++) publish(number);
    await clock.runUntilIdle();
    expect(new Set(events.map(({ event }) => event.id)).size).toBe(300);
  });
});

describe('a rule', () => {
  test('listens only once it has a target, and no longer when it is removed', async () => {
    const { bus, clock, publish, seconds } = busAtNoon();
    const { target, numbers } = listener(seconds);
    expect(bus.listens).toBe(false);
    bus.putRule('orders', ORDERS);
    expect(bus.listens).toBe(false);
    bus.putTarget('orders', target);
    expect(bus.listens).toBe(true);
    publish(1);
    bus.removeRule('orders');
    expect(bus.listens).toBe(false);
    publish(2);
    await clock.runUntilIdle();
    expect(numbers()).toEqual([1]);
  });

  test('keeps its targets when it gets another pattern', async () => {
    const { bus, clock, publish, seconds } = busAtNoon();
    const { target, numbers } = listener(seconds);
    bus.putRule('orders', { source: ['nobody'] });
    bus.putTarget('orders', target);
    publish(1);
    bus.putRule('orders', ORDERS);
    publish(2);
    await clock.runUntilIdle();
    expect(numbers()).toEqual([2]);
  });

  test('is refused as AWS refuses it', () => {
    const { bus, seconds } = busAtNoon();
    const { target } = listener(seconds);
    expect(() => bus.putRule('my rule', ORDERS)).toThrow("Value 'my rule' at 'name' failed to satisfy constraint");
    expect(() => bus.putRule('orders', { source: 'shop' })).toThrow('source: found "shop"');
    expect(() => bus.putTarget('orders', target)).toThrow('Rule orders does not exist on EventBus default.');
    bus.putRule('orders', ORDERS);
    for (let count = 0; count < 5; count++) bus.putTarget('orders', target);
    expect(() => bus.putTarget('orders', target)).toThrow('5 targets of rule orders');
  });
});

describe('best effort', () => {
  test('is once, after a second and in order when no fault is asked for', async () => {
    const { numbers, delays } = await thousandEvents({});
    expect(numbers).toEqual(Array.from({ length: 1000 }, (_, number) => number));
    expect(new Set(delays)).toEqual(new Set([1]));
  });

  test('loses as many events as it is told to', async () => {
    const { numbers } = await thousandEvents({ loss: 0.25 });
    expect(numbers.length).toBeGreaterThan(700);
    expect(numbers.length).toBeLessThan(800);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect((await thousandEvents({ loss: 1 })).numbers).toEqual([]);
  });

  test('loses an event to all targets, but doubles and delays it for each', async () => {
    const { bus, clock, publish, seconds } = busAtNoon({
      faults: { loss: 0.5, duplicate: 0.5, delaySeconds: { min: 0, max: 60 } },
    });
    const one = listener(seconds);
    const other = listener(seconds);
    bus.putRule('orders', ORDERS);
    bus.putTarget('orders', one.target);
    bus.putTarget('orders', other.target);
    for (let number = 0; number < 100; number++) publish(number);
    await clock.runUntilIdle();
    expect(new Set(one.numbers())).toEqual(new Set(other.numbers()));
    expect(one.numbers()).not.toEqual(other.numbers());
  });

  test('doubles as many events as it is told to', async () => {
    const { numbers } = await thousandEvents({ duplicate: 0.25 });
    expect(new Set(numbers).size).toBe(1000);
    expect(numbers.length).toBeGreaterThan(1200);
    expect(numbers.length).toBeLessThan(1300);
    expect((await thousandEvents({ duplicate: 1 })).numbers).toHaveLength(2000);
  });

  test('delays each event within the span, which shuffles them', async () => {
    const { numbers, delays } = await thousandEvents({ delaySeconds: { min: 5, max: 100 } });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
    expect(Math.min(...delays)).toBeLessThan(7);
    expect(Math.max(...delays)).toBeLessThanOrEqual(100);
    expect(Math.max(...delays)).toBeGreaterThan(98);
    expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(1000);
  });

  test('may be a day late', async () => {
    const { delays } = await thousandEvents({ delaySeconds: { min: 86_400, max: 86_400 } });
    expect(new Set(delays)).toEqual(new Set([86_400]));
  });

  test('is the same for the same seed, and another for another', async () => {
    const faults = { loss: 0.1, duplicate: 0.1, delaySeconds: { min: 0, max: 600 } };
    const once = await thousandEvents(faults, 5);
    expect(await thousandEvents(faults, 5)).toEqual(once);
    expect((await thousandEvents(faults, 6)).numbers).not.toEqual(once.numbers);
  });

  test('keeps its losses when the delays are others', async () => {
    const quick = await thousandEvents({ loss: 0.3 });
    const slow = await thousandEvents({ loss: 0.3, delaySeconds: { min: 0, max: 600 } });
    expect(new Set(slow.numbers)).toEqual(new Set(quick.numbers));
  });

  test.each<[EventFaults, string]>([
    [{ loss: 1.5 }, 'eventFaults.loss: found 1.5, expected a probability from 0 to 1'],
    [{ duplicate: Number.NaN }, 'eventFaults.duplicate: found NaN, expected a probability from 0 to 1'],
    [{ delaySeconds: { min: 5, max: 1 } }, 'eventFaults.delaySeconds: found 5 to 1, expected 0 <= min <= max'],
    [{ delaySeconds: { min: -1, max: 1 } }, 'eventFaults.delaySeconds: found -1 to 1, expected 0 <= min <= max'],
  ])('refuses %j', (faults, message) => {
    expect(() => busAtNoon({ faults })).toThrow(message);
  });
});

describe('a delivery', () => {
  test('under way makes virtual time pass', async () => {
    const { bus, clock, publish, seconds } = busAtNoon({ faults: { delaySeconds: { min: 3600, max: 3600 } } });
    const arrived = new Promise<number>((resolve) => {
      bus.putRule('orders', ORDERS);
      bus.putTarget('orders', { deliver: () => resolve(seconds()) });
    });
    publish(1);
    expect(await clock.runUntil(arrived)).toBe(3600);
  });
});
