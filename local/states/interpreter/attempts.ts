import type { Wire } from '../../aws-json.ts';
import { compileCatch } from './catch.ts';
import type { Fields } from './fields.ts';
import type { StateSource } from './machine.ts';
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
        return yield* fields.exit(visit, yield* work.attempt(visit), next);
      } catch (error) {
        failure = failureOf(visit, error);
      }
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
