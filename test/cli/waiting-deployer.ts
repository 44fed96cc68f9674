import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { dynamoLedger, ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';

const LEDGER = 'stepshift-ledger';
const roleArn = 'arn:aws:iam::123456789012:role/any';
const definition = JSON.stringify({ StartAt: 'Bake', States: { Bake: { Type: 'Wait', Seconds: 3600, End: true } } });

/** Local AWS over HTTP, where an execution in the deployer's place waits for an hour: the test stops it, and says what the ledger knows of it. */
export interface WaitingDeployer {
  readonly endpoint: string;
  readonly executionArn: string;
  readonly sfn: SFNClient;
  /** Makes the ledger's table; by default the usual deployer's. */
  makeLedger(table?: string): Promise<Ledger>;
  close(): Promise<void>;
}

export async function waitingDeployer(input: object = {}): Promise<WaitingDeployer> {
  const server = await serve(new LocalAws({ clock: new RealClock({ keepsProcess: false }) }), 0);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const sfn = new SFNClient(options);
  const dynamodb = new DynamoDBClient(options);
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: 'Stepshift', definition, roleArn }));
  const start = new StartExecutionCommand({ stateMachineArn, name: 'one', input: JSON.stringify(input) });
  const { executionArn } = await sfn.send(start);
  return {
    endpoint,
    executionArn: executionArn!,
    sfn,
    async makeLedger(table = LEDGER) {
      await dynamodb.send(new CreateTableCommand(ledgerTable(table)));
      return dynamoLedger(dynamodb, table);
    },
    close: () => server.close(),
  };
}
