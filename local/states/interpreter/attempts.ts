import type { Wire } from '../../aws-json.ts';
import { compileCatch } from './catch.ts';
import type { Fields } from './fields.ts';
import type { StateSource } from './machine.ts';
import { DATA_LIMIT_EXCEEDED } from './payload-size.ts';
import { compileRetry } from './retry.ts';
import { sleepUntil } from './sleep.ts';
import type { StateError } from './state-error.ts';
import type { Steps } from './suspension.ts';
import { type Exit, failureOf, type Visit } from './visit.ts';

interface Work {
  /** One attempt: gives the state's result. */
  attempt(visit: Visit): Steps<Wire>;
  /** Says, in the history, that no attempt is left. */
  giveUp?(visit: Visit): void;
}

/** A redrive takes up the attempt that was cut off; only that one, and only where there is something to take up. */
function attempt(work: Work, visit: Visit): Steps<Wire> {
  const { redriven, takeUp } = visit;
  visit.redriven = false;
  visit.takeUp = undefined;
  return redriven && takeUp ? resumable(visit, takeUp) : work.attempt(visit);
}

/** Does work of an attempt that a redrive does once more, instead of the whole attempt. */
export function resumable(visit: Visit, work: () => Steps<Wire>): Steps<Wire> {
  visit.takeUp = work;
  return work();
}

/** The run of a state with Retry and Catch: Task, Map, Parallel. */
export function compileAttempts(source: StateSource, fields: Fields, work: Work): (visit: Visit) => Steps<Exit> {
  const retry = compileRetry(source.fields.Retry);
  const handle = compileCatch(source);
  const next: string | undefined = source.fields.Next;

  function* handled(visit: Visit, failure: StateError): Steps<Exit> {
    try {
      const exit = yield* handle(visit, failure);
      if (exit) return exit;
    } catch (error) {
      throw failureOf(visit, error);
    }
    throw failure;
  }

  return function* (visit) {
    const { clock, random } = visit.flow.execution;
    const retries = retry(random);
    visit.retryCount = 0;
    for (;;) {
      let failure: StateError;
      try {
        return yield* fields.exit(visit, yield* attempt(work, visit), next);
      } catch (error) {
        failure = failureOf(visit, error);
      }
      if (failure.error === DATA_LIMIT_EXCEEDED) visit.takeUp = undefined; // then a redrive begins anew, as AWS says
      if (failure.fatal) throw failure;
      const delay = retries.delayAfter(failure);
      if (delay === undefined) {
        work.giveUp?.(visit);
        return yield* handled(visit, failure);
      }
      yield* sleepUntil(clock, clock.now() + delay);
      visit.retryCount++;
    }
  };
}
