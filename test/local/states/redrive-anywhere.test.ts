import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Wire } from '../../../local/aws-json.ts';
import { MACHINE, statesAccount } from './states-account.ts';

/** A machine made of nested states, and how often each of its tasks fails before it does not. */
type Part =
  | { readonly kind: 'task'; readonly failures: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Part[])[] }
  | { readonly kind: 'map'; readonly items: number; readonly concurrency: number; readonly inner: readonly Part[] };

const { parts } = fc.letrec<{ parts: Part[]; part: Part }>((tie) => ({
  parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('task' as const), failures: fc.nat(2) }),
    fc.record({ kind: fc.constant('wait' as const) }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('parts'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('map' as const), items: fc.nat(4), concurrency: fc.nat(2), inner: tie('parts') }),
  ),
}));

/** Builds the machine; each task knows its own place, `path`. */
function machine(list: readonly Part[], resource: string, path: string): Wire {
  const names = list.map((_, i) => `${path}.${i}`);
  const state = (part: Part, name: string): Wire => {
    if (part.kind === 'wait') return { Type: 'Wait', Seconds: 10 };
    if (part.kind === 'task') {
      // Items of the maps around it make it one of many.
      const Parameters = { name, failures: part.failures, 'at.$': '$.at' };
      return { Type: 'Task', Resource: resource, Parameters, ResultPath: '$.last' };
    }
    if (part.kind === 'parallel') {
      const Branches = part.branches.map((branch, i) => machine(branch, resource, `${name}-${i}`));
      return { Type: 'Parallel', Branches, ResultPath: '$.last' };
    }
    return {
      ...{ Type: 'Map', MaxConcurrency: part.concurrency, ItemsPath: `$.lists[${part.items}]`, ResultPath: '$.last' },
      ItemSelector: { 'lists.$': '$.lists', 'at.$': "States.Format('{}/{}', $.at, $$.Map.Item.Index)" },
      ItemProcessor: machine(part.inner, resource, name),
    };
  };
  const ways = list.map((_, i) => (i + 1 < list.length ? { Next: names[i + 1]! } : { End: true }));
  const States = Object.fromEntries(list.map((part, i) => [names[i]!, { ...state(part, names[i]!), ...ways[i] }]));
  return { StartAt: names[0]!, States };
}

interface Troubles {
  /** Whether tasks fail at first. */
  readonly failing: boolean;
  /** After how many seconds each it is stopped. */
  readonly stops: readonly number[];
}

/** Runs the machine, and redrives it until it succeeds. */
async function run(list: readonly Part[], { failing, stops }: Troubles) {
  const account = statesAccount();
  const calls = new Map<string, number>();
  const resource = account.lambda.register('work', async ({ name, at, failures }: Wire) => {
    const key = `${name}@${at}`;
    const count = calls.get(key) ?? 0;
    calls.set(key, count + 1);
    if (failing && count < failures) throw new Error('not yet');
    return key;
  });
  account.create(JSON.stringify(machine(list, resource, 's')));
  const lists = [0, 1, 2, 3, 4].map((length) => Array.from({ length }, (_, i) => i));
  const input = JSON.stringify({ at: 'top', lists });
  const { executionArn } = account.call('StartExecution', { stateMachineArn: MACHINE, input });
  const describeIt = () => account.call('DescribeExecution', { executionArn });
  for (const seconds of stops) {
    await account.clock.advanceBy(seconds * 1000);
    account.call('StopExecution', { executionArn });
    if (describeIt().redriveStatus === 'REDRIVABLE') account.call('RedriveExecution', { executionArn });
  }
  await account.clock.runUntilIdle();
  while (describeIt().status === 'FAILED' && describeIt().redriveCount < 500) {
    account.call('RedriveExecution', { executionArn });
    await account.clock.runUntilIdle();
  }
  return { described: describeIt(), events: historyOf(account, executionArn) };
}

function historyOf(account: ReturnType<typeof statesAccount>, executionArn: string): readonly Wire[] {
  const events: Wire[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = account.call('GetExecutionHistory', { executionArn, maxResults: 1000, nextToken });
    events.push(...page.events);
    nextToken = page.nextToken;
    if (!nextToken) return events;
  }
}

const count = (events: readonly Wire[], wanted: RegExp): number =>
  events.filter(({ type }) => wanted.test(type)).length;

const ONCE = [
  ...[/^LambdaFunctionSucceeded$/, /StateEntered$/, /StateExited$/],
  ...[/^MapIterationStarted$/, /^MapIterationSucceeded$/],
];

test('an execution that is redriven until it succeeds comes to the same output, and repeats nothing that succeeded', async () => {
  let redrives = 0;
  const stops = fc.array(fc.nat(25), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(parts, fc.boolean(), stops, async (list, failing, stops) => {
      const clean = await run(list, { failing: false, stops: [] });
      const redriven = await run(list, { failing, stops });
      redrives += redriven.described.redriveCount;
      expect(redriven.described.status).toBe('SUCCEEDED');
      expect(redriven.described.output).toBe(clean.described.output);
      for (const once of ONCE) expect(count(redriven.events, once)).toBe(count(clean.events, once));
      expect(redriven.events.map(({ id }) => id)).toEqual(redriven.events.map((_, i) => i + 1));
      expect(redriven.events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(redrives).toBeGreaterThan(150);
});
