import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../../local/local-aws.ts';
import { awsStarts } from '../../../tasks/ports/starts.ts';
import { ORDERS } from '../targets.ts';
import { LIVE, PLACES, type Place, withAlias } from './places.ts';

describe.each(PLACES)('the ports to starts %s', (_, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  test('know whether an alias was used', async () => {
    await withAlias(place);
    const target = { stateMachineArn: ORDERS, alias: 'live', type: 'STANDARD' } as const;
    expect(await place.ports.starts.any(target, place.now(), place.now())).toBe(false);
    await place.start(LIVE);
    expect(await place.ports.starts.any(target, place.now(), place.now())).toBe(true);
  });
});

describe('the port to starts of AWS', () => {
  test('takes CloudWatch’s word for an EXPRESS machine', async () => {
    const aws = new LocalAws();
    const options = {
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: aws.requestHandler(),
    };
    const starts = awsStarts(new SFNClient(options), new CloudWatchClient(options));
    const since = new Date(aws.clock.now()).toISOString();
    const any = () =>
      starts.any(
        { stateMachineArn: ORDERS, alias: 'live', type: 'EXPRESS' },
        since,
        new Date(aws.clock.now()).toISOString(),
      );
    expect(await any()).toBe(false);
    const dimensions = [
      { Name: 'StateMachineArn', Value: ORDERS },
      { Name: 'Alias', Value: 'live' },
    ];
    const datum = {
      namespace: 'AWS/States',
      metricName: 'ExecutionsStarted',
      dimensions,
      value: 1,
      timestamp: aws.clock.now(),
    };
    aws.cloudwatch.metrics.put(datum);
    await aws.clock.advanceBy(180_000);
    expect(await any()).toBe(true);
  });
});
