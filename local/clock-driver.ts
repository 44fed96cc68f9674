import type { EpochMillis } from './clock.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * Lets virtual time pass where nobody holds the loop, as in a server: it jumps while an execution waits and nothing runs, until somebody takes the clock in hand by
 * `advance`; from then on it moves only so.
 */
export class ClockDriver {
  readonly #clock: VirtualClock;
  #byHand = false;
  #running: Promise<unknown> = Promise.resolve();
  #jumping = false;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** Something may have been scheduled. */
  kick(): void {
    if (this.#byHand || this.#jumping || this.#clock.idle) return;
    this.#jumping = true;
    this.#running = this.#clock
      .runUntilIdle(() => !this.#byHand)
      .finally(() => {
        this.#jumping = false;
        this.kick(); // for what came when the loop had ended already
      });
  }

  /** Moves the clock on by `seconds` (0 too), and answers where it stands when the work that fell due is done. */
  async advance(seconds: number): Promise<EpochMillis> {
    this.#byHand = true;
    const moved = this.#running.then(() => this.#clock.advanceBy(seconds * 1000));
    this.#running = moved.catch(() => {});
    await moved;
    return this.#clock.now();
  }
}
