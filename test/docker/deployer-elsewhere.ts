import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import type { EndCause } from '../../workflow/ends.ts';
import { clientOptionsOf } from './client-options.ts';

/** How a deployment went, by its history alone. */
export interface Deployed {
  readonly status: string;
  /** Of the end, when it is a failure. */
  readonly error?: string;
  readonly cause?: EndCause;
  /** The names of the states in the order they were entered; a poll that only goes on baking is left out, for how many there are is a matter of real time. */
  readonly states: readonly string[];
}

/** The deployer's state machine, on whatever runs it. */
export interface DeployerElsewhere {
  start(request: object): Promise<string>;
  /** Waits for the end. */
  ended(executionArn: string): Promise<Deployed>;
}

const POLL_MILLIS = 500;

/** Installs the real definition at `endpoint`, over functions that are somewhere else. */
export async function installElsewhere(endpoint: string, functionArns: FunctionArns): Promise<DeployerElsewhere> {
  const sfn = new SFNClient(clientOptionsOf(endpoint));
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'Stepshift',
      definition: JSON.stringify(deployerDefinition(functionArns)),
      roleArn: 'arn:aws:iam::123456789012:role/any',
    }),
  );
  return {
    async start(request) {
      const input = JSON.stringify(request);
      return (await sfn.send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn!;
    },
    async ended(executionArn) {
      let status: string | undefined = 'RUNNING';
      while (status === 'RUNNING') {
        await sleep(POLL_MILLIS);
        ({ status } = await sfn.send(new DescribeExecutionCommand({ executionArn })));
      }
      return { status: status!, ...told(await historyOf(sfn, executionArn)) };
    },
  };
}

async function historyOf(sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

function told(events: readonly HistoryEvent[]): Omit<Deployed, 'status'> {
  const { error, cause } = events.at(-1)?.executionFailedEventDetails ?? {};
  const entered = events.flatMap(({ stateEnteredEventDetails: details }) => (details?.name ? [details.name] : []));
  return {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause: JSON.parse(cause) as EndCause }),
    states: withoutRepeatedPolls(entered),
  };
}

const POLL = 'Bake CheckHealth WhatIsTheVerdict ';

function withoutRepeatedPolls(states: readonly string[]): readonly string[] {
  const repeated = new RegExp(`(?:${POLL})+`, 'g');
  return `${states.join(' ')} `.replace(repeated, POLL).trim().split(' ');
}
