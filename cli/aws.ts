import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type AwsClients, awsPorts, type Ports } from '../tasks/ports/ports.ts';
import { placeOf } from '../workflow/arns.ts';
import { awsClock } from './aws-clock.ts';
import { faultOfCall } from './aws-fault.ts';
import { ledgerNameOf } from './aws-options.ts';
import { type Arguments, UsageFault } from './command.ts';

/** AWS, or whatever answers in its place, as this person may use it. */
export interface Aws extends AwsClients {
  /** Those of the deployer. */
  readonly ports: Ports;
  /** The time, by AWS's clock. */
  readonly now: () => Date;
  /** It is on this computer: asking it often costs nothing. */
  readonly isHere: boolean;
}

/**
 * @param near an ARN of what the command is about: its region, where nothing else is said
 * @throws UsageFault for an endpoint that is no URL
 */
export function openAws(values: Arguments['values'], near?: string): Aws {
  const endpoint = endpointOf(values);
  const isHere = endpoint !== undefined && isLoopback(endpoint);
  const region = values.region ?? (near?.startsWith('arn:') ? placeOf(near).region : undefined);
  const options = {
    ...(region === undefined ? {} : { region: String(region) }),
    ...(values.profile === undefined ? {} : { profile: String(values.profile) }),
    ...(endpoint === undefined ? {} : { endpoint: endpoint.href }),
    ...(isHere ? withoutAccount({ ...values, region }) : {}),
    // StartSyncExecution goes to a host of its own on AWS, which there is none of elsewhere.
    ...(endpoint === undefined ? {} : { disableHostPrefix: true }),
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000 },
  };
  const sfn = new SFNClient(options);
  const cloudwatch = new CloudWatchClient(options);
  const dynamodb = new DynamoDBClient(options);
  tellFaults(sfn, 'states', endpoint?.origin);
  tellFaults(cloudwatch, 'cloudwatch', endpoint?.origin);
  tellFaults(dynamodb, 'dynamodb', endpoint?.origin);
  const now = awsClock([sfn, cloudwatch, dynamodb]);
  const clients = { sfn, cloudwatch, dynamodb };
  const ports = awsPorts(clients, { ledgerTable: ledgerNameOf(values, near), now: () => now().toISOString() });
  return { ...clients, ports, now, isHere };
}

/** The deployer's ports, as this person may use them. */
export function openPorts(values: Arguments['values'], near?: string): Ports {
  return openAws(values, near).ports;
}

interface Client {
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

type Next = (args: { readonly input: Readonly<Record<string, unknown>> }) => Promise<unknown>;

/** What keeps a call from being answered is told by the call: action and resource are known here. */
function tellFaults({ middlewareStack }: Client, service: string, endpoint: string | undefined): void {
  const tell =
    (next: Next, { commandName = '' }: { readonly commandName?: string }): Next =>
    async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const action = `${service}:${commandName.replace(/Command$/, '')}`;
        throw faultOfCall(error, { action, input: args.input, endpoint }) ?? error;
      }
    };
  middlewareStack.add(tell, { step: 'initialize', priority: 'high' });
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

function isLoopback({ hostname }: URL): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
