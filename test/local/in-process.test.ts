import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../local/local-aws.ts';

function clientsOf(aws: LocalAws) {
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  return { sfn: new SFNClient(options), cloudwatch: new CloudWatchClient(options) };
}

describe('local AWS behind the SDK’s own clients', () => {
  test('unpacks what they pack: a large PutMetricData', async () => {
    const aws = new LocalAws();
    const { cloudwatch } = clientsOf(aws);
    const MetricData = Array.from({ length: 500 }, (_, i) => ({
      MetricName: `orders-${i}`,
      Value: i,
      Timestamp: new Date(aws.clock.now()),
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    await aws.clock.advanceBy(300_000);
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    expect(Metrics).toHaveLength(500);
  });

  test('is one account: another one in the same process sees nothing of it', async () => {
    const [one, other] = [new LocalAws(), new LocalAws()];
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const input = { name: 'orders', roleArn: 'arn:aws:iam::123456789012:role/any', definition };
    await one.states.operations.CreateStateMachine!(input, one.context);
    expect((await clientsOf(one).sfn.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(1);
    expect((await clientsOf(other).sfn.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(0);
  });
});
