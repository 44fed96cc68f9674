import { beforeEach, describe, expect, test } from '@jest/globals';
import { type InProcessCloudWatch, inProcessCloudWatch, NOON, putValue } from './in-process-cloudwatch.ts';

const at = (minutes: number) => new Date(NOON + minutes * 60_000);
const stat = (MetricName: string, Stat: string, more: object = {}) => ({
  MetricStat: { Metric: { Namespace: 'ns', MetricName, Dimensions: [] }, Period: 60, Stat, ...more },
});

let cloudWatch: InProcessCloudWatch;
let call: InProcessCloudWatch['call'];
beforeEach(() => {
  cloudWatch = inProcessCloudWatch();
  call = cloudWatch.call;
});

/** 0, 1, 2, … minute by minute from noon on. */
async function putMinutes(name: string, values: readonly number[], Unit = 'Count'): Promise<void> {
  const MetricData = values.map((Value, i) => ({ MetricName: name, Value, Unit, Timestamp: at(i) }));
  await call('PutMetricData', { Namespace: 'ns', MetricData });
  await cloudWatch.pass(values.length * 60);
}

describe('PutMetricData', () => {
  test.each([
    [{}, 'At least one of the parameters MetricData.member.1.Value'],
    [{ Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } }, 'mutually exclusive'],
    [{ Value: Number.NaN }, 'The value NaN for parameter MetricData.member.1.Value is invalid.'],
    [{ Value: 2 ** 361 }, 'is invalid'],
    [{ Value: 1, Timestamp: at(-60 * 24 * 15) }, 'within the past two weeks'],
    [{ Value: 1, Timestamp: at(121) }, 'no more than two hours in the future'],
    [{ Value: 1, Unit: 'Fortnights' }, "Value 'Fortnights' at 'MetricData.member.1.unit' failed to satisfy constraint"],
    [{ Value: 1, Dimensions: Array(31).fill({ Name: 'a', Value: 'b' }) }, 'must not have a size greater than 30'],
  ])('refuses %j', async (datum, message) => {
    await expect(putValue(cloudWatch, 'm', 0, { Value: undefined, ...datum })).rejects.toThrow(message);
  });

  test('refuses the namespaces of AWS services', async () => {
    const input = { Namespace: 'AWS/States', MetricData: [{ MetricName: 'm', Value: 1 }] };
    await expect(call('PutMetricData', input)).rejects.toThrow(
      'The value AWS/States for parameter Namespace is invalid.',
    );
  });

  test('stores nothing when one of its data is refused', async () => {
    const MetricData = [{ MetricName: 'good', Value: 1 }, { MetricName: 'bad' }];
    await expect(call('PutMetricData', { Namespace: 'ns', MetricData })).rejects.toThrow('MetricData.member.2');
    expect((await call('ListMetrics')).Metrics).toEqual([]);
  });
});

describe('GetMetricStatistics', () => {
  test('answers several statistics of values with counts, in their unit', async () => {
    const datum = { MetricName: 'm', Timestamp: at(0), Values: [1, 10], Counts: [2, 4], Unit: 'Count' };
    await call('PutMetricData', { Namespace: 'ns', MetricData: [datum] });
    await cloudWatch.pass(60);
    const answer = await call('GetMetricStatistics', {
      ...{ Namespace: 'ns', MetricName: 'm', StartTime: at(0), EndTime: at(1), Period: 60 },
      Statistics: ['Sum', 'Maximum', 'SampleCount'],
      ExtendedStatistics: ['p50'],
    });
    expect(answer).toEqual({
      Label: 'm',
      Datapoints: [
        { Timestamp: at(0), Sum: 42, Maximum: 10, SampleCount: 6, Unit: 'Count', ExtendedStatistics: { p50: 10 } },
      ],
    });
  });

  test('keeps units apart', async () => {
    await putValue(cloudWatch, 'm', 1, { Unit: 'Seconds' });
    await putValue(cloudWatch, 'm', 2, { Unit: 'Bytes' });
    await cloudWatch.pass(60);
    const input = {
      Namespace: 'ns',
      MetricName: 'm',
      StartTime: at(0),
      EndTime: at(1),
      Period: 60,
      Statistics: ['Sum'],
    };
    const found = (await call('GetMetricStatistics', input)).Datapoints;
    expect(found.map(({ Sum, Unit }: { Sum: number; Unit: string }) => [Sum, Unit])).toEqual([
      [1, 'Seconds'],
      [2, 'Bytes'],
    ]);
    expect((await call('GetMetricStatistics', { ...input, Unit: 'Bytes' })).Datapoints).toHaveLength(1);
  });

  test('refuses more than 1,440 data points, and a time frame that ends before it begins', async () => {
    const input = { Namespace: 'ns', MetricName: 'm', Period: 60, Statistics: ['Sum'] };
    const day = { ...input, StartTime: at(0), EndTime: at(1441) };
    await expect(call('GetMetricStatistics', day)).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
      message: expect.stringContaining('requested up to 1441 datapoints, which exceeds the limit of 1440'),
    });
    await expect(call('GetMetricStatistics', { ...input, StartTime: at(1), EndTime: at(0) })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The parameter StartTime must be less than the parameter EndTime.',
    });
  });
});

describe('GetMetricData', () => {
  const range = { StartTime: at(0), EndTime: at(10) };

  test('answers the newest first, unless asked otherwise', async () => {
    await putMinutes('m', [1, 2, 3]);
    const MetricDataQueries = [{ Id: 'a', ...stat('m', 'Sum') }];
    const newest = await call('GetMetricData', { ...range, MetricDataQueries });
    expect(newest.MetricDataResults).toEqual([
      { Id: 'a', Label: 'm', StatusCode: 'Complete', Timestamps: [at(2), at(1), at(0)], Values: [3, 2, 1] },
    ]);
    const oldest = await call('GetMetricData', { ...range, MetricDataQueries, ScanBy: 'TimestampAscending' });
    expect(oldest.MetricDataResults[0].Values).toEqual([1, 2, 3]);
  });

  test('pages through all series at once', async () => {
    await putMinutes('m', [0, 1, 2, 3, 4]);
    await putMinutes('n', [10, 11]);
    const MetricDataQueries = [
      { Id: 'a', ...stat('m', 'Sum') },
      { Id: 'b', ...stat('n', 'Sum') },
    ];
    const pages: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call('GetMetricData', { ...range, MetricDataQueries, MaxDatapoints: 4, NextToken });
      pages.push(page.MetricDataResults.map(({ Values, StatusCode }: Record<string, unknown>) => [Values, StatusCode]));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(pages).toEqual([
      [
        [[4, 3], 'PartialData'],
        [[11, 10], 'Complete'],
      ],
      [
        [[2, 1], 'PartialData'],
        [[], 'Complete'],
      ],
      [
        [[0], 'Complete'],
        [[], 'Complete'],
      ],
    ]);
  });

  test('refuses the token of another request', async () => {
    await putMinutes('m', [0, 1, 2]);
    const input = { ...range, MetricDataQueries: [{ Id: 'a', ...stat('m', 'Sum') }], MaxDatapoints: 1 };
    const { NextToken } = await call('GetMetricData', input);
    await expect(call('GetMetricData', { ...input, EndTime: at(9), NextToken })).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });

  test('calculates over metrics and other expressions, and leaves out what is not to be returned', async () => {
    await putMinutes('failed', [1, 0, 3]);
    await putMinutes('started', [10, 0, 12]);
    const { MetricDataResults } = await call('GetMetricData', {
      ...range,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        { Id: 'rate', Expression: 'failed / started', Label: 'failure rate' },
        { Id: 'percent', Expression: '100 * rate' },
        { Id: 'failed', ...stat('failed', 'Sum'), ReturnData: false },
        { Id: 'started', ...stat('started', 'Sum'), ReturnData: false },
      ],
    });
    expect(MetricDataResults).toEqual([
      { Id: 'rate', Label: 'failure rate', StatusCode: 'Complete', Timestamps: [at(0), at(2)], Values: [0.1, 0.25] },
      { Id: 'percent', Label: 'percent', StatusCode: 'Complete', Timestamps: [at(0), at(2)], Values: [10, 25] },
    ]);
  });

  test.each([
    ['SEARCH("{ns} m", "Sum")', 'UnsupportedByLocalAws', 'metric math function SEARCH'],
    ['ANOMALY_DETECTION_BAND(a)', 'UnsupportedByLocalAws', 'metric math function ANOMALY_DETECTION_BAND'],
    ['SELECT AVG(m) FROM ns', 'UnsupportedByLocalAws', 'Metrics Insights'],
    ['a + b', 'ValidationException', 'unknown identifier b'],
    ['a + e', 'ValidationException', 'it refers to itself'],
    ['a +', 'ValidationException', 'Unexpected the end'],
    ['AVG(a)', 'ValidationException', 'it must come to a time series, not to a scalar'],
  ])('refuses %s by name', async (Expression, name, message) => {
    const MetricDataQueries = [
      { Id: 'a', ...stat('m', 'Sum') },
      { Id: 'e', Expression },
    ];
    const refused = call('GetMetricData', { ...range, MetricDataQueries });
    await expect(refused).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test.each([
    [[{ Id: 'A', ...stat('m', 'Sum') }], 'is not matching the expected pattern'],
    [
      [{ Id: 'a', ...stat('m', 'Median') }],
      'The value Median for parameter MetricDataQueries.member.1.MetricStat.Stat',
    ],
    [[{ Id: 'a', ...stat('m', 'Sum', { Period: 61 }) }], 'MetricDataQueries.member.1.MetricStat.Period'],
    [[{ Id: 'a' }], 'At least one of the parameters'],
    [[{ Id: 'a', Expression: '1', ...stat('m', 'Sum') }], 'mutually exclusive'],
    [
      [
        { Id: 'a', ...stat('m', 'Sum') },
        { Id: 'a', ...stat('m', 'Sum') },
      ],
      'are not unique',
    ],
  ])('refuses queries %j', async (MetricDataQueries, message) => {
    await expect(call('GetMetricData', { ...range, MetricDataQueries })).rejects.toThrow(message);
  });

  test('says that it shows one unit of several', async () => {
    await putValue(cloudWatch, 'm', 1, { Unit: 'Seconds' });
    await putValue(cloudWatch, 'm', 2, { Unit: 'Bytes' });
    await cloudWatch.pass(60);
    const answer = await call('GetMetricData', { ...range, MetricDataQueries: [{ Id: 'a', ...stat('m', 'Sum') }] });
    expect(answer.MetricDataResults[0]).toMatchObject({ Values: [1], Messages: [{ Code: 'MultipleUnits' }] });
  });

  test('labels metrics by what tells them apart', async () => {
    const machine = (Value: string) => ({
      Metric: { Namespace: 'ns', MetricName: 'm', Dimensions: [{ Name: 'a', Value }] },
    });
    const labels = async (...queries: object[]) => {
      const MetricDataQueries = queries.map((query, i) => ({ Id: `q${i}`, ...query }));
      const { MetricDataResults } = await call('GetMetricData', { ...range, MetricDataQueries });
      return MetricDataResults.map(({ Label }: { Label: string }) => Label);
    };
    expect(await labels(stat('m', 'Sum'), stat('n', 'Sum'))).toEqual(['m', 'n']);
    expect(await labels(stat('m', 'Sum'), stat('m', 'p90'))).toEqual(['m Sum', 'm p90']);
    expect(await labels(stat('m', 'Sum', machine('x')), stat('m', 'Sum', machine('y')))).toEqual(['x m', 'y m']);
  });
});

describe('ListMetrics', () => {
  test('filters by namespace, name, and dimensions with or without a value', async () => {
    const dimensions = (...pairs: [string, string][]) => ({
      Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })),
    });
    await putValue(cloudWatch, 'm', 1, dimensions(['a', '1']));
    await putValue(cloudWatch, 'm', 1, dimensions(['a', '2'], ['b', '1']));
    await putValue(cloudWatch, 'm', 1, dimensions(['b', '1'], ['a', '2']));
    await putValue(cloudWatch, 'n', 1);
    const count = async (input: object) => (await call('ListMetrics', input)).Metrics.length;
    expect(await count({})).toBe(3);
    expect(await count({ Namespace: 'other' })).toBe(0);
    expect(await count({ MetricName: 'm' })).toBe(2);
    expect(await count({ Dimensions: [{ Name: 'a' }] })).toBe(2);
    expect(await count({ Dimensions: [{ Name: 'a', Value: '2' }] })).toBe(1);
  });

  test('answers 500 at a time', async () => {
    const MetricData = Array.from({ length: 501 }, (_, i) => ({ MetricName: `m${i}`, Value: 1 }));
    await call('PutMetricData', { Namespace: 'ns', MetricData: MetricData.slice(0, 100) });
    for (let i = 100; i < 501; i += 50) {
      await call('PutMetricData', { Namespace: 'ns', MetricData: MetricData.slice(i, i + 50) });
    }
    const first = await call('ListMetrics', { Namespace: 'ns' });
    expect(first.Metrics).toHaveLength(500);
    const second = await call('ListMetrics', { Namespace: 'ns', NextToken: first.NextToken });
    expect(second.Metrics).toHaveLength(1);
    expect(second.NextToken).toBeUndefined();
  });

  test('forgets metrics that had no data for two weeks, or for three hours where that is asked', async () => {
    await putValue(cloudWatch, 'm', 1);
    await cloudWatch.pass(4 * 3600);
    expect((await call('ListMetrics', { RecentlyActive: 'PT3H' })).Metrics).toEqual([]);
    expect((await call('ListMetrics')).Metrics).toHaveLength(1);
    await cloudWatch.pass(14 * 24 * 3600);
    expect((await call('ListMetrics')).Metrics).toEqual([]);
  });
});
