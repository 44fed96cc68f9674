import type { Steps } from './suspension.ts';

/** One line of work of an execution: the main line, a branch of a Parallel state, an iteration of a Map state. */
export interface Strand {
  /** Calls the work off: `finally` blocks run, and nobody hears of it again. */
  cancel(): void;
}

export type StrandEnd<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown };

/** Runs the turns of an execution's strands one after the other, in the order in which they became ready. */
export class Turns {
  #ready: (() => void)[] = [];
  #running = false;

  /** Runs `turn` after everything that is ready already; at once if nothing is. */
  take(turn: () => void): void {
    this.#ready.push(turn);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let i = 0; i < this.#ready.length; i++) this.#ready[i]!();
    } finally {
      this.#ready = [];
      this.#running = false;
    }
  }
}

/** Starts `steps` in a turn of its own and drives them to their end. */
export function startStrand<T>(turns: Turns, steps: Steps<T>, onEnd: (end: StrandEnd<T>) => void): Strand {
  let callOff: (() => void) | undefined;
  let ended = false;
  let running = false;

  const advance = (value: unknown): void => {
    if (ended) return;
    callOff = undefined;
    let result: IteratorResult<(wake: (value: unknown) => void) => () => void, T>;
    running = true;
    try {
      result = steps.next(value);
    } catch (error) {
      if (ended) return;
      ended = true;
      onEnd({ kind: 'threw', error });
      return;
    } finally {
      running = false;
    }
    // Called off by its own doing, such as a task that stops the execution it belongs to.
    if (ended) {
      steps.return(undefined as T);
      return;
    }
    if (result.done) {
      ended = true;
      onEnd({ kind: 'done', value: result.value });
    } else {
      waitFor(result.value);
    }
  };

  const waitFor = (suspension: (wake: (value: unknown) => void) => () => void): void => {
    let woken = false;
    const stop = suspension((value) => {
      if (woken || ended) return;
      woken = true;
      turns.take(() => advance(value));
    });
    if (ended) stop();
    else if (!woken) callOff = stop;
  };

  turns.take(() => advance(undefined));
  return {
    cancel() {
      if (ended) return;
      ended = true;
      callOff?.();
      if (!running) steps.return(undefined as T);
    },
  };
}
