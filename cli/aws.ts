import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type AwsClients, awsPorts, type Ports } from '../tasks/ports/ports.ts';
import { LEDGER_NAME } from './aws-options.ts';
import { type Arguments, UsageFault } from './command.ts';

/**
 * Clients for AWS, or for whatever answers in its place.
 * @throws UsageFault for an endpoint that is no URL
 */
export function openAws(values: Arguments['values']): AwsClients {
  const endpoint = endpointOf(values);
  const options = {
    ...(values.region === undefined ? {} : { region: String(values.region) }),
    ...(values.profile === undefined ? {} : { profile: String(values.profile) }),
    ...(endpoint === undefined ? {} : { endpoint: endpoint.href }),
    ...(endpoint && isHere(endpoint) ? withoutAccount(values) : {}),
    // StartSyncExecution goes to a host of its own on AWS, which there is none of elsewhere.
    ...(endpoint === undefined ? {} : { disableHostPrefix: true }),
  };
  return {
    sfn: new SFNClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
  };
}

/** The deployer's ports, as this person may use them. */
export function openPorts(values: Arguments['values']): Ports {
  const ledgerTable = String(values.ledger ?? LEDGER_NAME);
  return awsPorts(openAws(values), { ledgerTable, now: () => new Date().toISOString() });
}

function endpointOf(values: Arguments['values']): URL | undefined {
  const given = values['endpoint-url'] ?? process.env.AWS_ENDPOINT_URL;
  if (given === undefined || given === '') return undefined;
  if (URL.canParse(String(given)) && /^https?:/.test(String(given))) return new URL(String(given));
  throw new UsageFault(`--endpoint-url: found ${JSON.stringify(given)}, expected one such as http://127.0.0.1:4566.`);
}

/** Local AWS asks for no credentials and is in no region; the SDK does all the same. Whoever has credentials keeps them. */
function withoutAccount(values: Arguments['values']) {
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const known = AWS_ACCESS_KEY_ID ?? AWS_PROFILE ?? values.profile;
  return {
    ...(known === undefined ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {}),
    ...((values.region ?? AWS_REGION ?? AWS_DEFAULT_REGION) === undefined ? { region: 'us-east-1' } : {}),
  };
}

function isHere({ hostname }: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
