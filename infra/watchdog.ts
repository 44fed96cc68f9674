import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as InvokeFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTION_TIMEOUT_SECONDS, WATCHDOG_SECONDS } from '../workflow/limits.ts';

/** AWS: an event source's queue should be invisible for six times the function's timeout. */
const VISIBILITY_SECONDS = 6 * FUNCTION_TIMEOUT_SECONDS;
/** So long the queue delivers again what cannot be completed; the schedule goes on after that. */
const RETRIED_SECONDS = 6 * 3600;

const ENDED_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/** Tells who completes what deployments leave: the queue of the deployer's ends. */
export class EndsQueue extends Construct {
  readonly queue: Queue;
  /** What could not be completed for hours. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const encryption = QueueEncryption.SQS_MANAGED;
    const retentionPeriod = Duration.days(14);
    this.deadLetters = new Queue(this, 'DeadLetters', { encryption, enforceSSL: true, retentionPeriod });
    this.queue = new Queue(this, 'Ends', {
      encryption,
      enforceSSL: true,
      retentionPeriod,
      // Until no function of the ended execution can be running any more.
      deliveryDelay: Duration.seconds(FUNCTION_TIMEOUT_SECONDS),
      visibilityTimeout: Duration.seconds(VISIBILITY_SECONDS),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: Math.ceil(RETRIED_SECONDS / VISIBILITY_SECONDS),
      },
    });
  }
}

/** The event pattern of an execution's ends: AWS sends these events for STANDARD machines, best effort. */
export function endsOf(stateMachineArn: string, status: string[] = ENDED_STATUSES) {
  return {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [stateMachineArn], status },
  };
}

/** Wakes the watchdog: by each end of an execution, and every few minutes for what no event told of. */
export function wake(scope: Construct, watchdog: LambdaFunction, ends: EndsQueue, stateMachineArn: string): void {
  const { queue, deadLetters } = ends;
  new Rule(scope, 'EndsRule', {
    description: 'Ends of the deployer, for its watchdog',
    eventPattern: endsOf(stateMachineArn),
    targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
  });
  new Rule(scope, 'WatchdogSchedule', {
    description: 'Has the watchdog look for deployments that nobody completes',
    schedule: Schedule.rate(Duration.seconds(WATCHDOG_SECONDS)),
    // The next look comes soon anyway.
    targets: [new InvokeFunction(watchdog, { retryAttempts: 0 })],
  });
  watchdog.configureAsyncInvoke({ retryAttempts: 0 });
  // One message at a time: one that cannot be completed yet takes no other with it.
  watchdog.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));
}
