import type { Steps, Suspension } from './suspension.ts';
import type { Turns } from './turns.ts';

export type StrandEnd<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown };

/** One line of work of an execution: the main line, a branch of a Parallel state, an iteration of a Map state. */
export class Strand<T = unknown> {
  readonly #turns: Turns;
  readonly #steps: Steps<T>;
  readonly #onEnd: (end: StrandEnd<T>) => void;
  #stopWaiting: (() => void) | undefined;
  #ended = false;
  #running = false;

  /** Starts `steps` in a turn of its own and drives them to their end. */
  constructor(turns: Turns, steps: Steps<T>, onEnd: (end: StrandEnd<T>) => void) {
    this.#turns = turns;
    this.#steps = steps;
    this.#onEnd = onEnd;
    turns.take(() => this.#advance(undefined));
  }

  /** Calls the work off: `finally` blocks run, and nobody hears of it again. */
  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopWaiting?.();
    if (!this.#running) this.#steps.return(undefined as T);
  }

  #advance(value: unknown): void {
    if (this.#ended) return;
    this.#stopWaiting = undefined;
    const next = this.#step(value);
    // Called off by its own doing, such as a task that stops the execution it belongs to.
    if (this.#ended) this.#steps.return(undefined as T);
    else if (typeof next === 'function') this.#waitFor(next);
    else this.#end(next);
  }

  #step(value: unknown): Suspension | StrandEnd<T> {
    this.#running = true;
    try {
      const { done, value: next } = this.#steps.next(value);
      return done ? { kind: 'done', value: next as T } : (next as Suspension);
    } catch (error) {
      return { kind: 'threw', error };
    } finally {
      this.#running = false;
    }
  }

  #end(end: StrandEnd<T>): void {
    this.#ended = true;
    this.#onEnd(end);
  }

  #waitFor(suspension: Suspension): void {
    let woken = false;
    const stop = suspension((value) => {
      if (woken || this.#ended) return;
      woken = true;
      this.#turns.take(() => this.#advance(value));
    });
    if (this.#ended) stop();
    else if (!woken) this.#stopWaiting = stop;
  }
}
