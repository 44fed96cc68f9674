import type { LocalAws } from '../../local/local-aws.ts';
import { STATE_TIMEOUT_SECONDS } from '../../workflow/limits.ts';

/** What may happen to a call. */
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
] as const;

export type Fault = (typeof FAULTS)[number];

/** A call that a task made: the n-th of the whole run, counted from 0. */
export interface Call {
  readonly number: number;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** Reads whose answer may be behind, by up to a minute. The ledger's are consistent. */
export function mayBeStale({ service, operation }: Call): boolean {
  return service !== 'ledger' && /^(Describe|List|Get)/.test(operation);
}

export interface Carried {
  readonly aws: LocalAws;
  readonly call: Call;
  readonly effect: () => Promise<unknown>;
  /** What the same question was answered a minute ago, or what it would have been. */
  readonly staleAnswer: () => unknown;
}

/** Lets a fault happen to a call. */
export async function suffer(fault: Fault, { aws, call, effect, staleAnswer }: Carried): Promise<unknown> {
  switch (fault) {
    case 'throttled':
      throw named('ThrottlingException', 400);
    case 'refused':
      throw named('AccessDeniedException', 400);
    case 'notFound':
      throw named(missing(call), 400);
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
      throw named('Lambda.Unknown', 500);
    case 'killedAfter':
      await effect().catch(() => {});
      throw named('Lambda.Unknown', 500);
  }
}

/** As AWS names it, for each call: a name that AWS never answers proves nothing. */
function missing({ service, operation }: Call): string {
  if (service === 'ledger') return 'ResourceNotFoundException';
  if (/Execution(History)?$/.test(operation)) return 'ExecutionDoesNotExist';
  return /Alias$/.test(operation) ? 'ResourceNotFound' : 'StateMachineDoesNotExist';
}

/** The function waits, and virtual time goes on without it, until its time is over. */
function never(aws: LocalAws): Promise<never> {
  return aws.clock.blocked(new Promise<never>(() => {}));
}

export function named(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`made by a fault: ${name}`), { name, $metadata: { httpStatusCode } });
}
