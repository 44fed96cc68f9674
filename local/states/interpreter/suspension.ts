/**
 * Something a strand waits for. It is told whom to wake, and answers how to call the wait off.
 * It may wake at once, before it returns.
 */
// biome-ignore lint/suspicious/noExplicitAny: a strand waits for values of many types; `suspend` gives each its own
export type Suspension<T = any> = (wake: (value: T) => void) => () => void;

/**
 * Work that may wait: a generator that yields what it waits for. Between two waits it runs synchronously, and calling it off
 * (`return()`) runs its `finally` blocks, which is how timers and tasks are cleaned up.
 */
export type Steps<T> = Generator<Suspension, T, unknown>;

export function* suspend<T>(suspension: Suspension<T>): Steps<T> {
  return (yield suspension) as T;
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Waits for a promise; a rejection is thrown where the wait stands. */
export function* settled<T>(promise: Promise<T>): Steps<T> {
  const outcome = (yield (wake: (outcome: Settled<T>) => void) => {
    promise.then(
      (value) => wake({ value }),
      (error) => wake({ error }),
    );
    return () => {};
  }) as Settled<T>;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** Makes steps of work that never waits. */
export function atOnce<A extends readonly unknown[], T>(work: (...given: A) => T): (...given: A) => Steps<T> {
  // biome-ignore lint/correctness/useYield: that is the point of it
  return function* (...given) {
    return work(...given);
  };
}
