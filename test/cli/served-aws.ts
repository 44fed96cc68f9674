import { CreateStateMachineCommand, PublishStateMachineVersionCommand } from '@aws-sdk/client-sfn';
import { dispatch } from '../../cli/dispatch.ts';
import { type Deployer, installDeployer } from '../../cli/installed-deployer.ts';
import { localClients } from '../../cli/local-clients.ts';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { serve } from '../../local/serve.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { PASSING_MACHINE } from './folder.ts';
import { recordingScreen } from './screens.ts';

/** Local AWS, served by this process, whose virtual clock the test has in hand. */
export interface ServedAws {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly deployer: Deployer | undefined;
  readonly url: string;
  readonly port: number;
  createMachine(name: string): Promise<string>;
  pass(seconds: number): Promise<void>;
  /** Nobody answers there any more, until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function servedAws({ withDeployer = true } = {}): Promise<ServedAws> {
  const aws = new LocalAws();
  const clients = localClients(aws);
  const deployer = withDeployer ? await installDeployer(aws, clients) : undefined;
  let server: RunningServer = await serve(aws, 0);
  const { port } = server;
  const url = `http://127.0.0.1:${port}`;
  const pass = async (seconds: number): Promise<void> => {
    await fetch(`${url}/clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  };
  await pass(0);
  return {
    aws,
    clients,
    deployer,
    url,
    port,
    pass,
    async createMachine(name) {
      const definition = JSON.stringify(PASSING_MACHINE);
      const create = new CreateStateMachineCommand({ name, definition, roleArn: 'arn:aws:iam::123456789012:role/any' });
      const { stateMachineArn } = await clients.sfn.send(create);
      await clients.sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
      return stateMachineArn!;
    },
    goAway: () => server.close(),
    async comeBack() {
      server = await serve(aws, port);
    },
  };
}

export interface Answered {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process. */
export async function command(...argv: readonly string[]): Promise<Answered> {
  const screen = recordingScreen();
  const code = await dispatch(argv, screen);
  return { code, out: screen.printed(), err: screen.noted() };
}
