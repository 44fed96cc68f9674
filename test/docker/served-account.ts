import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { openTasks } from '../../tasks/all-tasks.ts';
import { ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import { type AwsClients, awsPorts } from '../../tasks/ports/ports.ts';
import { type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../workflow/limits.ts';
import { clientOptionsOf } from './client-options.ts';

/**
 * An account in real time that has all of the deployer but its state machine, which is to run elsewhere: the functions, the ledger, and what is deployed. Step Functions Local
 * has neither versions nor aliases, so what is deployed cannot be there.
 */
export interface ServedAccount {
  readonly port: number;
  readonly clients: AwsClients;
  /** The deployer's functions, which answer Lambda's Invoke at that port. */
  readonly functionArns: FunctionArns;
  stop(): Promise<void>;
}

const LEDGER = 'ledger';

/** The functions speak to their account over HTTP, as they do on AWS. There is no watchdog: it would miss the deployer's executions, which this account does not know. */
export async function serveAccount(): Promise<ServedAccount> {
  const aws = new LocalAws({ clock: new RealClock({ keepsProcess: false }) });
  const server = await serve(aws, 0);
  const options = clientOptionsOf(`http://127.0.0.1:${server.port}`);
  const clients = {
    sfn: new SFNClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
  };
  await clients.dynamodb.send(new CreateTableCommand(ledgerTable(LEDGER)));
  const now = (): string => new Date().toISOString();
  const { tasks } = openTasks(awsPorts(clients, { ledgerTable: LEDGER, now }));
  const functionArns = Object.fromEntries(
    TASK_NAMES.map((name) => [
      name,
      aws.lambda.register(`stepshift-${name}`, tasks[name], { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS }),
    ]),
  ) as FunctionArns;
  return { port: server.port, clients, functionArns, stop: () => server.close() };
}
