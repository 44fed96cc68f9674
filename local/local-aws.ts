import type { AwsService, CallContext, ForeignService } from './aws-json.ts';
import { type Clock, sleep } from './clock.ts';
import type { MetricDatum } from './cloudwatch/metric-datum.ts';
import { CloudWatch, type CloudWatchOptions } from './cloudwatch/service.ts';
import { DynamoDb } from './dynamodb/service.ts';
import { EventBus } from './events/event-bus.ts';
import type { EventFaults } from './events/event-faults.ts';
import { executionStatusChange } from './events/execution-status-change.ts';
import { Queue } from './events/queue.ts';
import type { QueueSettings } from './events/queue-settings.ts';
import { inProcessHandler } from './in-process.ts';
import { LambdaFunctions } from './lambda/functions.ts';
import { isInsideFunction } from './lambda/running.ts';
import { type Random, seededRandom } from './random.ts';
import { calledService } from './states/integrations/called-service.ts';
import { StepFunctions, type StepFunctionsOptions } from './states/service.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What the services themselves are given. */
type Surroundings = 'clock' | 'context' | 'random' | 'lambda' | 'services' | 'onExecutionMetric';

/** All optional: the services' own options beside the account's. */
export interface LocalAwsOptions<C extends Clock = Clock>
  extends Omit<StepFunctionsOptions, Surroundings>,
    Omit<CloudWatchOptions, Surroundings> {
  /** Default: a virtual clock that begins at 2026-01-01T00:00:00Z. */
  readonly clock?: C;
  /** Default 1. Everything drawn at random (routing, jitter, names) follows from it. */
  readonly seed?: number;
  /** Default 123456789012. */
  readonly account?: string;
  /** Default us-east-1. */
  readonly region?: string;
  /** Called with every value that Step Functions reports to CloudWatch, at once and without CloudWatch's delay. */
  readonly onExecutionMetric?: (datum: MetricDatum) => void;
  /** How EventBridge's delivery falls short. Default: each event arrives once, after a second. */
  readonly eventFaults?: EventFaults;
  /** The URL of whoever runs functions that are not registered here, by Lambda's Invoke: `sam local start-lambda`, say. Default: a Task state that calls one is unserved. */
  readonly lambdaEndpoint?: string;
}

/** One AWS account in one region, in this process. Two of them know nothing of each other. */
export class LocalAws<C extends Clock = VirtualClock> {
  readonly clock: C;
  readonly context: CallContext;
  readonly states: StepFunctions;
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDb;
  readonly lambda: LambdaFunctions;
  /** Gets the status changes of executions and the state changes of alarms. */
  readonly events: EventBus;
  readonly #random: Random;

  constructor(options: LocalAwsOptions<C> = {}) {
    const { seed = 1, account = '123456789012', region = 'us-east-1', eventFaults: faults = {} } = options;
    const { onExecutionMetric, onStatusChange, onAlarmStateChange } = options;
    const clock = options.clock ?? (new VirtualClock() as Clock as C);
    const context = { account, region };
    const random = seededRandom(seed);
    this.clock = clock;
    this.context = context;
    this.#random = random;
    this.events = new EventBus({ clock, context, random: random.stream('events'), faults });
    this.cloudwatch = new CloudWatch({
      ...options,
      clock,
      context,
      onAlarmStateChange: (event) => {
        onAlarmStateChange?.(event);
        this.events.publish(event);
      },
    });
    this.dynamodb = new DynamoDb({ clock, context });
    this.lambda = new LambdaFunctions({
      clock,
      context,
      random: random.stream('lambda'),
      endpoint: options.lambdaEndpoint,
    });
    this.states = new StepFunctions({
      ...options,
      clock,
      context,
      random: random.stream('states'),
      lambda: this.lambda,
      services: {
        dynamodb: calledService(this.dynamodb, context),
        cloudwatch: calledService(this.cloudwatch, context),
      },
      onExecutionMetric: (datum) => {
        this.cloudwatch.metrics.put(datum);
        onExecutionMetric?.(datum);
      },
      onStatusChange: (change) => {
        onStatusChange?.(change);
        // Rehearsals start executions by the hundred thousand: no event is built that nobody listens for.
        if (this.events.listens) this.events.publish(executionStatusChange(change));
      },
    });
  }

  /**
   * A queue that invokes one of the account's functions, for `events.putTarget`.
   * @throws AwsError for settings that SQS refuses, and ResourceNotFoundException when there is no such function
   */
  createQueue(settings: QueueSettings): Queue {
    const { clock, context, lambda } = this;
    return new Queue({ clock, context, lambda, random: this.#random.stream(`queue/${settings.name}`) }, settings);
  }

  /**
   * Resolves when `millis` of the account's time have passed, for a function's handler that is to take so long: while it runs, virtual time passes only for that.
   * A handler that sleeps longer than its timeout (3 s, unless it was registered with another) is timed out by Lambda.
   */
  sleep(millis: number): Promise<void> {
    const slept = sleep(this.clock, millis);
    return isInsideFunction() ? this.clock.blocked(slept) : slept;
  }

  get services(): readonly (AwsService | ForeignService)[] {
    return [this.states, this.cloudwatch, this.dynamodb];
  }

  /** For the AWS SDK's clients of this process: `new SFNClient({ requestHandler: aws.requestHandler(), … })`. */
  requestHandler() {
    return inProcessHandler(this.services, this.context);
  }
}
