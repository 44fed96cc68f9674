import type { Wire } from '../../local/aws-json.ts';
import { installPollLoop, POLL_SECONDS } from '../peers/poll-loop.ts';
import { type Bill, transitionsOf } from './bill.ts';
import { countCalls, NO_FUNCTION } from './counted-calls.ts';
import type { Release } from './release.ts';
import { ALARM, openTarget } from './target.ts';

export interface Looped {
  /** RUNNING it cannot be: as AWS ends it, with the error where it failed. */
  readonly status: string;
  readonly error?: string;
  readonly bill: Bill;
}

/** Deploys a good release by the loop that looks each minute, on local AWS, and counts what it does: until its end, or until its history is full. */
export async function loopDeployment({ seconds, steps }: Omit<Release, 'targets' | 'pollSeconds'>): Promise<Looped> {
  const { aws, call, stateMachineArn, aliasArn } = await openTarget();
  const loop = await installPollLoop(aws);
  const weights = Array.from({ length: steps }, (_, i) => Math.round((100 * (i + 1)) / steps));
  const looksAStep = Math.ceil(seconds / steps / POLL_SECONDS);
  const counted = countCalls(aws);
  const input = JSON.stringify({ stateMachineArn, aliasArn, alarms: [ALARM], weights, looksAStep });
  const { executionArn } = await call('states', 'StartExecution', { stateMachineArn: loop, input });
  await aws.clock.runUntilIdle();
  const { StartExecution: _, ...calls } = counted.get(NO_FUNCTION)!.calls;
  const bill = { calls: { ...calls }, metrics: 0, invocations: 0 };
  const { status, error, startDate, stopDate } = await call('states', 'DescribeExecution', { executionArn });
  const events: { type: string }[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page: Wire = await call('states', 'GetExecutionHistory', { executionArn, maxResults: 1000, nextToken });
    events.push(...page.events);
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return {
    status,
    ...(error !== undefined && { error }),
    bill: { ...bill, transitions: transitionsOf(events), events: events.length, seconds: stopDate - startDate },
  };
}
