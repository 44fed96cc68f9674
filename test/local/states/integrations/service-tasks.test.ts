import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../../local/aws-json.ts';
import { LocalAws } from '../../../../local/local-aws.ts';
import type { UnservedTask } from '../../../../local/states/interpreter/task-services.ts';
import { ROLE, task } from '../states-account.ts';

let aws: LocalAws;
let unserved: UnservedTask[];
let machines = 0;
beforeEach(() => {
  unserved = [];
  aws = new LocalAws({ onUnservedTask: (which) => unserved.push(which) });
});

const states = async (operation: string, input: Wire): Promise<Wire> =>
  aws.states.operations[operation]!(input, aws.context);

/** Runs a machine of one Task state; answers the execution's description, its output parsed. */
async function call(resource: string, Parameters: Wire, more: object = {}): Promise<Wire> {
  const definition = task({ Resource: `arn:aws:states:::${resource}`, Parameters, ...more });
  const { stateMachineArn } = await states('CreateStateMachine', { name: `m${machines++}`, definition, roleArn: ROLE });
  const { executionArn } = await states('StartExecution', { stateMachineArn });
  await aws.clock.runUntilIdle();
  const described = await states('DescribeExecution', { executionArn });
  return { ...described, output: described.output && JSON.parse(described.output) };
}

const TableName = 'ledger';
const createTable = async () =>
  call('aws-sdk:dynamodb:createTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
const item = (pk: string, more: object = {}) => ({ pk: { S: pk }, ...more });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('dynamodb:*', () => {
  beforeEach(createTable);

  test('puts, updates, gets and deletes, and answers with what is known of the HTTP exchange', async () => {
    const put = await call('dynamodb:putItem', { TableName, Item: item('a', { at: { S: 'noon' } }) });
    expect(put.output).toEqual({
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({
          Server: ['Server'],
          'x-amz-crc32': ['2745614147'],
          'Content-Length': ['2'],
        }),
        HttpHeaders: expect.objectContaining({ Server: 'Server', 'Content-Type': 'application/x-amz-json-1.0' }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: expect.stringMatching(UUID) },
    });
    const update = await call('dynamodb:updateItem', {
      ...{ TableName, Key: item('a'), UpdateExpression: 'set #n = :n', ReturnValues: 'UPDATED_NEW' },
      ...{ ExpressionAttributeNames: { '#n': 'n' }, ExpressionAttributeValues: { ':n': { N: '5' } } },
    });
    expect(update.output.Attributes).toEqual({ n: { N: '5' } });
    const get = await call('dynamodb:getItem', { TableName, Key: item('a') });
    expect(get.output.Item).toEqual(item('a', { at: { S: 'noon' }, n: { N: '5' } }));
    await call('dynamodb:deleteItem', { TableName, Key: item('a') });
    expect((await call('dynamodb:getItem', { TableName, Key: item('a') })).output).not.toHaveProperty('Item');
  });

  test('fails by the name that the SDK for Java 1 gives the error', async () => {
    const Item = item('a');
    await call('dynamodb:putItem', { TableName, Item });
    const taken = await call('dynamodb:putItem', { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    expect(taken.error).toBe('DynamoDB.ConditionalCheckFailedException');
    expect(taken.cause).toMatch(
      /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
    expect(await call('dynamodb:putItem', { TableName: 'nowhere', Item })).toMatchObject({
      error: 'DynamoDB.ResourceNotFoundException',
    });
  });

  // Error names and causes are recorded on AWS.
  test.each<[Wire, string]>([
    [{ TableName }, "Value null at 'item' failed to satisfy constraint: Member must not be null"],
    [
      { TableName: '/ledger', Item: item('a') },
      "Value '/ledger' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
  ])('fails by the service’s own name for an error outside its API model: %j', async (parameters, message) => {
    const { error, cause } = await call('dynamodb:putItem', parameters);
    expect(error).toBe('DynamoDB.AmazonDynamoDBException');
    const start = `1 validation error detected: ${message} (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: `;
    expect(cause.startsWith(start)).toBe(true);
  });

  test('can be caught by that name', async () => {
    const Ask = {
      ...{ Type: 'Task', Resource: 'arn:aws:states:::dynamodb:deleteItem', End: true },
      Parameters: { TableName, Key: item('a'), ConditionExpression: 'attribute_exists(pk)' },
      Catch: [{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'Gone' }],
    };
    const definition = JSON.stringify({ StartAt: 'Ask', States: { Ask, Gone: { Type: 'Succeed' } } });
    const { stateMachineArn } = await states('CreateStateMachine', { name: 'catching', definition, roleArn: ROLE });
    const { executionArn } = await states('StartExecution', { stateMachineArn });
    await aws.clock.runUntilIdle();
    expect(await states('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('aws-sdk:dynamodb:*', () => {
  beforeEach(createTable);

  test('answers as the API does, with times as text', async () => {
    const { output } = await call('aws-sdk:dynamodb:describeTable', { TableName });
    expect(output.Table).toMatchObject({
      TableName,
      TableStatus: 'ACTIVE',
      CreationDateTime: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    await call('aws-sdk:dynamodb:putItem', { TableName, Item: item('a') });
    const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'a' } } };
    expect((await call('aws-sdk:dynamodb:query', query)).output).toEqual({
      Count: 1,
      Items: [item('a')],
      ScannedCount: 1,
    });
  });

  test('fails by the name that the SDK for Java 2 gives the error', async () => {
    const missing = await call('aws-sdk:dynamodb:getItem', { TableName: 'nowhere', Key: item('a') });
    expect(missing.error).toBe('DynamoDb.ResourceNotFoundException');
    expect(missing.cause).toMatch(
      /^Requested resource not found \(Service: DynamoDb, Status Code: 400, Request ID: [0-9a-f-]{36}\) /,
    );
    expect((await call('aws-sdk:dynamodb:putItem', { TableName })).error).toBe('DynamoDb.DynamoDbException');
  });

  test('may wait for a token that it stored itself', async () => {
    const Item = { pk: { S: 'a' }, token: { 'S.$': '$$.Task.Token' } };
    const { executionArn } = await call('aws-sdk:dynamodb:putItem.waitForTaskToken', { TableName, Item });
    const { output } = await call('aws-sdk:dynamodb:getItem', { TableName, Key: item('a') });
    await states('SendTaskSuccess', { taskToken: output.Item.token.S, output: '"told"' });
    await aws.clock.runUntilIdle();
    expect(await states('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '"told"',
    });
  });
});

describe('aws-sdk:cloudwatch:*', () => {
  const alarm = {
    ...{ AlarmName: 'failures', Namespace: 'Orders', MetricName: 'Failed', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
  };

  test('puts and describes alarms, with times as text', async () => {
    await call('aws-sdk:cloudwatch:putMetricAlarm', alarm);
    const { output } = await call('aws-sdk:cloudwatch:describeAlarms', { AlarmNames: ['failures'] });
    expect(output.MetricAlarms[0]).toMatchObject({
      ...{ AlarmName: 'failures', StateValue: 'INSUFFICIENT_DATA', StateUpdatedTimestamp: '2026-01-01T00:00:00.000Z' },
    });
  });

  test('takes times as text', async () => {
    const Timestamp = '2026-01-01T00:00:00Z';
    const MetricData = [{ MetricName: 'Failed', Timestamp, Value: 3 }];
    await call('aws-sdk:cloudwatch:putMetricData', { Namespace: 'Orders', MetricData });
    await aws.clock.advanceBy(60_000);
    const { output } = await call('aws-sdk:cloudwatch:getMetricData', {
      ...{ StartTime: '2025-12-31T23:00:00Z', EndTime: '2026-01-01T01:00:00Z' },
      MetricDataQueries: [
        { Id: 'm', MetricStat: { Metric: { Namespace: 'Orders', MetricName: 'Failed' }, Period: 60, Stat: 'Sum' } },
      ],
    });
    expect(output.MetricDataResults[0]).toMatchObject({ Timestamps: ['2026-01-01T00:00:00.000Z'], Values: [3] });
    const bare = { Namespace: 'Orders', MetricName: 'Failed', Period: 60, Statistics: ['Sum'] };
    const times = { StartTime: '2025-12-31T23:00:00Z', EndTime: '2026-01-01T01:00:00Z' };
    const statistics = await call('aws-sdk:cloudwatch:getMetricStatistics', { ...bare, ...times });
    expect(statistics.output.Datapoints).toEqual([
      expect.objectContaining({ Timestamp: '2026-01-01T00:00:00.000Z', Sum: 3 }),
    ]);
  });

  test.each<[string, Wire, string]>([
    [
      'setAlarmState',
      { AlarmName: 'none', StateValue: 'OK', StateReason: 'r' },
      'CloudWatch.ResourceNotFoundException',
    ],
    ['describeAlarms', { NextToken: 'x' }, 'CloudWatch.InvalidNextTokenException'],
    ['describeAlarms', { StateValue: 'FINE' }, 'CloudWatch.ValidationException'],
  ])('%s fails by the name that the SDK for Java 2 gives the error', async (action, parameters, name) => {
    const { error, cause } = await call(`aws-sdk:cloudwatch:${action}`, parameters);
    expect(error).toBe(name);
    expect(cause).toMatch(
      / \(Service: CloudWatch, Status Code: 40[04], Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
  });
});

describe('what the services do not have', () => {
  test.each([
    'dynamodb:query',
    'dynamodb:GetItem',
    'dynamodb:putItem.waitForTaskToken',
    'aws-sdk:dynamodb:transactWriteItems',
    'aws-sdk:dynamodb:GetItem',
    'aws-sdk:dynamodb:putItem.sync',
    'aws-sdk:cloudwatch:putDashboard',
    'aws-sdk:s3:listBuckets',
    'aws-sdk:sfn:createActivity',
  ])('is refused by name: %s', async (resource) => {
    const { status, error, cause } = await call(resource, {});
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(cause).toBe(`state "Ask": nothing serves arn:aws:states:::${resource} here`);
    expect(unserved).toHaveLength(1);
  });
});
