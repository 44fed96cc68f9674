import fc from 'fast-check';

export const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
export const HERE = { partition: 'aws', region: 'us-east-1', account: '123456789012' };

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);
const machine = name.map((text) => `arn:aws:states:us-east-1:123456789012:stateMachine:${text}`);
const alias = fc.stringMatching(/^[a-zA-Z_.-][a-zA-Z0-9_.-]{0,79}$/);
const seconds = fc.integer({ min: 1, max: 100_000 });
const percentage = fc.integer({ min: 1, max: 99 });
const interval = fc.oneof(
  fc.record({ intervalSeconds: seconds }),
  fc.record({ intervalMinutes: fc.integer({ min: 1, max: 2100 }) }),
);
const step = fc.record(
  { bakeSeconds: seconds, minimumExecutions: fc.constant(0), approval: fc.boolean() },
  { requiredKeys: ['bakeSeconds'] },
);
const strategy = fc.oneof(
  fc.constant('AllAtOnce'),
  fc.tuple(percentage, fc.integer({ min: 1, max: 600 })).map(([p, n]) => `Canary${p}Percent${n}Minutes`),
  fc.tuple(percentage, fc.integer({ min: 1, max: 600 })).map(([p, n]) => `Linear${p}PercentEvery${n}Minutes`),
  fc
    .tuple(fc.constantFrom('canary', 'linear', 'exponential'), percentage, interval)
    .map(([type, p, every]) => ({ type, percentage: p, ...every })),
  fc.record({ type: fc.constant('allAtOnce') }),
  fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 10 }).chain((weights) =>
    fc.record({
      steps: fc.tuple(...weights.sort((a, b) => a - b).map((weight) => step.map((one) => ({ weight, ...one })))),
    }),
  ),
);
const options = fc.record(
  {
    publish: fc.constant(true),
    strategy,
    finalBakeSeconds: fc.nat(100_000),
    alarms: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 10 }),
    compare: fc.oneof(
      fc.constantFrom('on', 'off'),
      fc.record(
        {
          falseRollbackRate: fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
          minimumEffect: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
          finalBake: fc.constantFrom('on', 'off'),
        },
        { requiredKeys: [] },
      ),
    ),
    maximumExtensionSeconds: fc.nat(1_000_000),
    onInconclusive: fc.constantFrom('extend', 'hold', 'promote', 'rollBack'),
    timeoutSeconds: fc.integer({ min: 60, max: 1_000_000 }),
    keepVersions: fc.nat(10),
    smokeTests: fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 8 })
      .map((numbers) => numbers.map((number) => ({ name: `test-${number}`, input: { number } }))),
    reason: fc.string({ maxLength: 200 }),
    requestedBy: fc.string({ maxLength: 100 }),
    Comment: fc.string(),
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: fc.string(),
  },
  { requiredKeys: [] },
);
const target = fc.record({ stateMachineArn: machine, alias });
const targets = fc.uniqueArray(target, {
  minLength: 1,
  maxLength: 10,
  selector: (one) => `${one.stateMachineArn}:${one.alias}`,
});

/** Requests as users may write them. */
export const validRequests: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(fc.oneof(target, fc.record({ targets })), options)
  .map(([what, how]) => ({ ...what, ...how }));

type Break = (request: Record<string, unknown>) => unknown;
const breaks: readonly Break[] = [
  (request) => ({ ...request, stateMachineArn: undefined, targets: undefined, alias: undefined }),
  (request) => ({ ...request, strategie: 'AllAtOnce' }),
  (request) => ({ ...request, strategy: { type: 'canary', percentage: 100, intervalMinutes: 1 } }),
  (request) => ({ ...request, strategy: { type: 'linear', percentage: 0.5, intervalMinutes: 1 } }),
  (request) => ({ ...request, strategy: { type: 'linear', percentage: 10, intervalMinutes: -1 } }),
  (request) => ({ ...request, strategy: { type: 'linear', percentage: 10 } }),
  (request) => ({ ...request, strategy: { steps: [] } }),
  (request) => ({
    ...request,
    strategy: {
      steps: [
        { weight: 50, bakeSeconds: 1 },
        { weight: 50, bakeSeconds: 1 },
      ],
    },
  }),
  (request) => ({ ...request, strategy: { steps: [{ weight: 101, bakeSeconds: 1 }] } }),
  (request) => ({ ...request, strategy: 'Canary' }),
  (request) => ({ ...request, alarms: 'one' }),
  (request) => ({ ...request, alarms: [''] }),
  (request) => ({ ...request, alarms: ['a', 'a'] }),
  (request) => ({ ...request, alarms: [], ignoreFiring: ['a'] }),
  (request) => ({ ...request, finalBakeSeconds: -1 }),
  (request) => ({ ...request, finalBakeSeconds: 1e9 }),
  (request) => ({ ...request, publish: 'yes' }),
  (request) => ({ ...request, pollSeconds: 0 }),
  (request) => ({ ...request, compare: null }),
  (request) => ({ ...request, compare: { finalBake: true } }),
  (request) => ({ ...request, compare: { falseRollbackRate: 0 } }),
  (request) => ({ ...request, compare: 'off', minimumExecutions: 1 }),
  (request) => ({ ...request, minimumExecutions: 0.5 }),
  (request) => ({ ...request, maximumExtensionSeconds: -1 }),
  (request) => ({ ...request, targets: [] }),
  (request) => ({
    ...request,
    targets: Array.from({ length: 11 }, (_, i) => ({ stateMachineArn: ORDERS, alias: `a${i}` })),
  }),
  (request) => ({
    ...request,
    targets: [
      { stateMachineArn: ORDERS, alias: 'a' },
      { stateMachineArn: ORDERS, alias: 'a' },
    ],
  }),
  (request) => ({ strategy: request.strategy, stateMachineArn: ORDERS, alias: '123' }),
  (request) => ({ strategy: request.strategy, stateMachineArn: `${ORDERS}:1`, alias: 'a' }),
  (request) => ({ strategy: request.strategy, stateMachineArn: ORDERS.replace('us-east-1', 'eu-west-1'), alias: 'a' }),
  (request) => ({
    strategy: request.strategy,
    stateMachineArn: ORDERS.replace('123456789012', '999999999999'),
    alias: 'a',
  }),
  (request) => ({ stateMachineArn: ORDERS, alias: 'a', versionArn: 'orders:1', strategy: request.strategy }),
  (request) => [request],
  (request) => JSON.stringify(request),
  () => null,
];

/** Requests with one thing wrong. */
export const brokenRequests: fc.Arbitrary<unknown> = fc
  .tuple(validRequests, fc.constantFrom(...breaks))
  .map(([request, breakIt]) => JSON.parse(JSON.stringify(breakIt(request))) as unknown);
