import type { LocalAws } from '../../local/local-aws.ts';
import { STATE_TIMEOUT_SECONDS } from '../../workflow/limits.ts';
import type { Invocation } from './invocation.ts';

/**
 * What may happen to a call. `stale`: it answers what was there a minute ago. `killed…`: the function's process is gone, before or after the call's effect: the call
 * never answers and the function never settles. `forsaken…`: Step Functions loses the function and tries again, while the function is only slow, and goes on 40
 * seconds later: before the call's effect, or after it.
 */
export const FAULTS = [
  'throttled',
  'refused',
  'notFound',
  'failsBefore',
  'failsAfter',
  'stale',
  'neverAnswers',
  'takesEffectLate',
  'killedBefore',
  'killedAfter',
  'forsakenBefore',
  'forsakenAfter',
] as const;

export type Fault = (typeof FAULTS)[number];

/** A call that a function of the deployer made: the n-th of the whole run, counted from 0. */
export interface Call {
  readonly number: number;
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly invocation: Invocation;
}

/** Reads whose answer may be behind, by up to a minute. The ledger's are consistent. */
export function mayBeStale({ service, operation }: Pick<Call, 'service' | 'operation'>): boolean {
  return service !== 'ledger' && /^(Describe|List|Get)/.test(operation);
}

export interface Carried {
  readonly aws: LocalAws;
  readonly call: Call;
  readonly effect: () => Promise<unknown>;
  /** What the same question was answered a minute ago, or what it would have been. */
  readonly staleAnswer: () => unknown;
}

/** A function's own limit is 45 seconds: so late it may still be at work. */
const SLOW_SECONDS = 40;

/** Lets a fault happen to a call. */
export async function suffer(fault: Fault, { aws, call, effect, staleAnswer }: Carried): Promise<unknown> {
  switch (fault) {
    case 'throttled':
      throw named('ThrottlingException', 400);
    case 'refused':
      throw named('AccessDeniedException', 400);
    case 'notFound':
      return missing(call);
    case 'failsBefore':
      throw named('InternalServerError', 500);
    case 'failsAfter':
      await effect().catch(() => {});
      throw named('InternalServerError', 500);
    case 'stale': {
      const answer = staleAnswer();
      if (answer instanceof Error) throw answer;
      return answer;
    }
    case 'neverAnswers':
      return never(aws);
    case 'takesEffectLate':
      aws.clock.schedule(aws.clock.now() + (STATE_TIMEOUT_SECONDS + 1) * 1000, () => void effect().catch(() => {}));
      return never(aws);
    case 'killedBefore':
      return call.invocation.lose();
    case 'killedAfter':
      await effect().catch(() => {});
      return call.invocation.lose();
    case 'forsakenBefore':
      void call.invocation.lose();
      await passed(aws, SLOW_SECONDS);
      return effect();
    case 'forsakenAfter': {
      void call.invocation.lose();
      const answer = await effect();
      await passed(aws, SLOW_SECONDS);
      return answer;
    }
  }
}

/** As AWS says it, for each call: an answer that AWS never gives proves nothing. CloudWatch leaves out what it does not know, without a word. */
function missing({ service, operation }: Call): unknown {
  if (service === 'cloudwatch')
    return operation === 'DescribeAlarms' ? { MetricAlarms: [], CompositeAlarms: [] } : { MetricDataResults: [] };
  throw named(missingName(service, operation), 400);
}

function missingName(service: string, operation: string): string {
  if (service === 'ledger') return 'ResourceNotFoundException';
  if (/Execution(History)?$/.test(operation)) return 'ExecutionDoesNotExist';
  return /Alias$/.test(operation) ? 'ResourceNotFound' : 'StateMachineDoesNotExist';
}

/** The function waits, and virtual time goes on without it, until its time is over. */
function never(aws: LocalAws): Promise<never> {
  return aws.clock.blocked(new Promise<never>(() => {}));
}

/** For a function that nobody waits for any more, and that does not hold the clock. */
function passed(aws: LocalAws, seconds: number): Promise<void> {
  return new Promise((resolve) => void aws.clock.schedule(aws.clock.now() + seconds * 1000, resolve));
}

export function named(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`made by a fault: ${name}`), { name, $metadata: { httpStatusCode } });
}
