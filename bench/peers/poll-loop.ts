import { readFileSync } from 'node:fs';
import type { LocalAws } from '../../local/local-aws.ts';

/**
 * The loop of Wait, Task and Choice with which the Step Functions Developer Guide polls a job, around the alarms of a deployment, a look each minute. It is as cheap as such a loop
 * can be: no Lambda function, no lock, three retries as AWS has them by default, nothing read back. A look is 9 events and 3 transitions.
 */
export const POLL_LOOP = 'poll-loop';
export const POLL_SECONDS = 60;

/** What the loop is started with. */
export interface PollLoopRequest {
  readonly stateMachineArn: string;
  readonly aliasArn: string;
  readonly alarms: readonly string[];
  /** Of the candidate in percent, step by step. */
  readonly weights: readonly number[];
  readonly looksAStep: number;
}

/** Installs it in local AWS, and answers the state machine's ARN. */
export async function installPollLoop({ states, context }: LocalAws): Promise<string> {
  const definition = readFileSync(new URL('poll-loop.asl.json', import.meta.url), 'utf8');
  const roleArn = `arn:aws:iam::${context.account}:role/local`;
  const created = await states.operations.CreateStateMachine!({ name: POLL_LOOP, definition, roleArn }, context);
  return created.stateMachineArn;
}
