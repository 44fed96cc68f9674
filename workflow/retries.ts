import type { Retrier } from './asl.ts';

/** What passes by itself: Lambda's own troubles, AWS's throttling, an answer lost on the way. Every task is idempotent, so trying again is safe. */
const PASSING = [
  'TryAgain',
  'States.Timeout',
  'Sandbox.Timedout',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
] as const;

const passing: Retrier = {
  ErrorEquals: PASSING,
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 6,
  JitterStrategy: 'FULL',
};

/**
 * Hundreds of deployments in one account share one alias write and one alias read a second: each has its turn after a while, which may be half an hour. Jitter keeps
 * them apart.
 */
const throttled: Retrier = {
  ErrorEquals: ['Throttled'],
  IntervalSeconds: 4,
  BackoffRate: 1.5,
  MaxDelaySeconds: 60,
  MaxAttempts: 150,
  JitterStrategy: 'FULL',
};

/** AWS's reads may be up to a minute behind its writes; jitter halves these delays on average. */
const settling: Retrier = {
  ErrorEquals: ['NotSettled'],
  IntervalSeconds: 2,
  BackoffRate: 1.5,
  MaxDelaySeconds: 20,
  MaxAttempts: 24,
  JitterStrategy: 'FULL',
};

/** For tasks that read, or change nothing that could be lost. */
export const RETRY_READING: readonly Retrier[] = [throttled, passing];

/**
 * For executions that the state machine starts itself: AWS is busy, or was not reached. What the API's model does not name, throttling among it, an integration gives the
 * general name of its client: as AWS's recorded `SQS.AmazonSQSException` and `DynamoDb.DynamoDbException` are.
 */
export const RETRY_STARTING: readonly Retrier[] = [
  {
    ...passing,
    ErrorEquals: [
      'StepFunctions.ExecutionLimitExceededException',
      'StepFunctions.ThrottlingException',
      'StepFunctions.AWSStepFunctionsException',
      'StepFunctions.SdkClientException',
      'Sfn.ThrottlingException',
      'Sfn.SfnException',
      'Sfn.SdkClientException',
    ],
  },
];

/** For tasks that write an alias and read it back. */
export const RETRY_WRITING: readonly Retrier[] = [settling, throttled, passing];

/** What will be the same however often it is tried. */
const FINAL = ['ValidationError', 'DeploymentClosed', 'RoutingDrifted', 'ReadAgain', 'TargetFailed'] as const;

/**
 * For the way back and for the last steps forward, which are tried longer and more often than anything else: also after errors that nobody foresaw, for giving up leaves
 * traffic where it should not be.
 */
export const RETRY_UNDOING: readonly Retrier[] = [
  { ...passing, ErrorEquals: FINAL, MaxAttempts: 0 },
  // A new alias may be removed once AWS must have told of all starts, and its being gone is read a minute later: four minutes, and these are about ten.
  { ...settling, MaxAttempts: 60 },
  // Asking more often than the others do, who goes back gets more of the turns.
  { ...throttled, MaxDelaySeconds: 12, MaxAttempts: 400 },
  { ...passing, MaxAttempts: 30, MaxDelaySeconds: 60 },
  { ...passing, ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
];
