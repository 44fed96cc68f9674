import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Clock } from '../local/clock.ts';
import type { LocalAws } from '../local/local-aws.ts';
import type { AwsClients } from '../tasks/ports/ports.ts';

/**
 * The AWS SDK's real clients, speaking to local AWS in this process. Nothing of the user's AWS set-up reaches them. They never try again:
 * that would wait in real time, and what fails here is retried by the deployer's machine, in local AWS's time.
 */
export function localClients<C extends Clock>(aws: LocalAws<C>): AwsClients {
  const options = {
    region: aws.context.region,
    endpoint: 'https://local-aws.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    cacheMiddleware: true,
    requestHandler: aws.requestHandler(),
  };
  return {
    sfn: withoutTravel(new SFNClient(options)),
    cloudwatch: withoutTravel(new CloudWatchClient(options)),
    dynamodb: withoutTravel(new DynamoDBClient(options)),
  };
}

/**
 * What the SDK does for a request's way through the network: signing, headers for proxies and statistics, a log that nobody keeps. In this
 * process nobody reads any of it, and it takes longer than all the rest of a call. Requests are made, answers read and errors told apart as ever.
 */
const FOR_TRAVEL = [
  'httpAuthSchemeMiddleware',
  'httpSigningMiddleware',
  'contentLengthMiddleware',
  'hostHeaderMiddleware',
  'getUserAgentMiddleware',
  'recursionDetectionMiddleware',
  'loggerMiddleware',
];

function withoutTravel<Client extends SFNClient | CloudWatchClient | DynamoDBClient>(client: Client): Client {
  for (const name of FOR_TRAVEL) client.middlewareStack.remove(name);
  // The SDK copies its configuration three times a call. V8 keeps an object with that many members as a slow dictionary, unless it is somebody's prototype.
  Object.create(client.config);
  return client;
}
