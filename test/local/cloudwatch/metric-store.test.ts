import { beforeEach, describe, expect, test } from '@jest/globals';
import { MetricStore } from '../../../local/cloudwatch/metric-store.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';
import { NOON } from './in-process-cloudwatch.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const metric = { namespace: 'AWS/States', metricName: 'ExecutionsFailed', dimensions: [{ Name: 'a', Value: '1' }] };

let clock: VirtualClock;
let store: MetricStore;
beforeEach(() => {
  clock = new VirtualClock(NOON);
  store = new MetricStore({ clock, serviceDelaySeconds: 60, customDelaySeconds: 3 });
});

const sums = (start: number, end: number, periodSeconds = 60) =>
  store
    .read({ metric, start, end, periodSeconds, distribution: false })
    .flatMap(({ points }) => points.map(({ timestamp, bucket }) => [timestamp - NOON, bucket.sum]));

describe('the metric store', () => {
  test('shows what a service emitted in one minute together, a minute after that minute has ended', async () => {
    store.put({ ...metric, value: 1, timestamp: NOON + 5_000 });
    store.put({ ...metric, value: 1, timestamp: NOON + 55_000 });
    await clock.advanceTo(NOON + 2 * MINUTE - 1);
    expect(sums(NOON, NOON + MINUTE)).toEqual([]);
    await clock.advanceTo(NOON + 2 * MINUTE);
    expect(sums(NOON, NOON + MINUTE)).toEqual([[0, 2]]);
  });

  test('shows what was put from outside three seconds later, also while its minute is open', async () => {
    store.putCustom({ metric, unit: 'None', timestamp: NOON, observation: { values: [2] }, highResolution: false });
    expect(sums(NOON, NOON + MINUTE)).toEqual([]);
    await clock.advanceBy(3000);
    expect(sums(NOON, NOON + MINUTE)).toEqual([[0, 2]]);
  });

  test('takes dimensions in any order for the same metric, and others for another', async () => {
    const [a, b] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ] as const;
    store.put({ ...metric, dimensions: [a, b], value: 1, timestamp: NOON });
    store.put({ ...metric, dimensions: [b, a], value: 1, timestamp: NOON });
    await clock.advanceBy(2 * MINUTE);
    expect(sums(NOON, NOON + MINUTE)).toEqual([]);
    const both = { metric: { ...metric, dimensions: [b, a] }, start: NOON, end: NOON + MINUTE };
    const [found] = store.read({ ...both, periodSeconds: 60, distribution: false });
    expect(found!.points[0]!.bucket.sum).toBe(2);
  });

  test('adds minutes up to longer periods that begin where the query begins', async () => {
    for (let i = 0; i < 6; i++) store.put({ ...metric, value: 1, timestamp: NOON + i * MINUTE });
    await clock.advanceBy(10 * MINUTE);
    expect(sums(NOON + MINUTE, NOON + 10 * MINUTE, 300)).toEqual([[MINUTE, 5]]);
    expect(sums(NOON, NOON + 10 * MINUTE, 300)).toEqual([
      [0, 5],
      [5 * MINUTE, 1],
    ]);
  });

  test('finds data of standard resolution at the start of its minute when it is read by seconds', async () => {
    store.putCustom({
      metric,
      unit: 'None',
      timestamp: NOON + 37_000,
      observation: { values: [4] },
      highResolution: false,
    });
    await clock.advanceBy(MINUTE);
    expect(sums(NOON, NOON + MINUTE, 10)).toEqual([[0, 4]]);
  });

  test('finds data of high resolution in its second', async () => {
    store.putCustom({
      metric,
      unit: 'None',
      timestamp: NOON + 37_500,
      observation: { values: [4] },
      highResolution: true,
    });
    await clock.advanceBy(MINUTE);
    expect(sums(NOON, NOON + MINUTE, 10)).toEqual([[30_000, 4]]);
  });

  test('keeps minutes for 15 days, five minutes for 63, hours for 455', async () => {
    for (let i = 0; i < 10; i++) store.put({ ...metric, value: 1, timestamp: NOON + i * MINUTE });
    await clock.advanceBy(14 * DAY);
    expect(sums(NOON, NOON + 10 * MINUTE)).toHaveLength(10);
    await clock.advanceBy(2 * DAY);
    expect(sums(NOON, NOON + 10 * MINUTE)).toEqual([]);
    expect(sums(NOON, NOON + 10 * MINUTE, 300)).toEqual([
      [0, 5],
      [5 * MINUTE, 5],
    ]);
    await clock.advanceBy(60 * DAY);
    expect(sums(NOON, NOON + 60 * MINUTE, 300)).toEqual([]);
    expect(sums(NOON, NOON + 60 * MINUTE, 3600)).toEqual([[0, 10]]);
    await clock.advanceBy(400 * DAY);
    expect(sums(NOON, NOON + 60 * MINUTE, 3600)).toEqual([]);
  });
});
