import type { Wire } from '../../../local/aws-json.ts';
import type { statesAccount } from './states-account.ts';

export const DAY = 24 * 3600 * 1000;
export type Account = ReturnType<typeof statesAccount>;

/** Functions that note each call; a call fails as long as its event has its name on the list. */
export function workers(account: Account) {
  const broken = new Set<string>();
  const calls: string[] = [];
  const resource = account.lambda.register('work', async (event: Wire) => {
    calls.push(event.name);
    if (broken.has(event.name)) throw Object.assign(new Error(`${event.name} is broken`), { name: 'Broken' });
    return { ...event, done: true };
  });
  const doing = (name: string, more: object = {}) => ({
    ...{ Type: 'Task', Resource: resource, Parameters: { name }, ResultPath: `$.${name}` },
    ...more,
  });
  return { broken, calls, resource, doing };
}

export const machine = (startAt: string, States: object, more: object = {}) =>
  JSON.stringify({ StartAt: startAt, States, ...more });
export const redrive = (account: Account, executionArn: string, more: object = {}) =>
  account.call('RedriveExecution', { executionArn, ...more });
export const describeIt = (account: Account, executionArn: string) =>
  account.call('DescribeExecution', { executionArn });
export const history = (account: Account, executionArn: string): Wire[] =>
  account.call('GetExecutionHistory', { executionArn, maxResults: 1000 }).events;
export const types = (events: readonly Wire[]): string[] => events.map(({ type }) => type);
/** What happened since the latest redrive. */
export const since = (events: readonly Wire[]): Wire[] => events.slice(types(events).lastIndexOf('ExecutionRedriven'));
export async function redriven(account: Account, executionArn: string): Promise<Wire> {
  redrive(account, executionArn);
  await account.clock.runUntilIdle();
  return describeIt(account, executionArn);
}
