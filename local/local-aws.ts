import type { AwsService, CallContext } from './aws-json.ts';
import type { Clock } from './clock.ts';
import { CloudWatch } from './cloudwatch/service.ts';
import { inProcessHandler } from './in-process.ts';
import { LambdaFunctions } from './lambda/functions.ts';
import { seededRandom } from './random.ts';
import { StepFunctions } from './states/service.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface LocalAwsOptions<C extends Clock = Clock> {
  /** Default: a virtual clock that begins at 2026-01-01T00:00:00Z. */
  readonly clock?: C;
  /** Default 1. Everything drawn at random (routing, jitter, names) follows from it. */
  readonly seed?: number;
  readonly account?: string;
  readonly region?: string;
}

/** One AWS account in one region, in this process. Two of them know nothing of each other. */
export class LocalAws<C extends Clock = VirtualClock> {
  readonly clock: C;
  readonly context: CallContext;
  readonly states: StepFunctions;
  readonly cloudwatch: CloudWatch;
  readonly lambda: LambdaFunctions;

  constructor(options: LocalAwsOptions<C> = {}) {
    this.clock = options.clock ?? (new VirtualClock() as Clock as C);
    this.context = { account: options.account ?? '123456789012', region: options.region ?? 'us-east-1' };
    const random = seededRandom(options.seed ?? 1);
    this.cloudwatch = new CloudWatch({ clock: this.clock, context: this.context });
    this.lambda = new LambdaFunctions({ clock: this.clock, context: this.context, random: random.stream('lambda') });
    this.states = new StepFunctions({
      clock: this.clock,
      context: this.context,
      random: random.stream('states'),
      lambda: this.lambda,
      onExecutionMetric: (datum) => this.cloudwatch.metrics.put(datum),
    });
  }

  get services(): readonly AwsService[] {
    return [this.states, this.cloudwatch];
  }

  /** For the AWS SDK's clients of this process: `new SFNClient({ requestHandler: aws.requestHandler(), … })`. */
  requestHandler() {
    return inProcessHandler(this.services, this.context);
  }
}
