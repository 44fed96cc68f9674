import type { Clock } from '../../clock.ts';

/** States that an execution goes through in one moment before time has to pass. */
const STATES_PER_MOMENT = 1000;
const MOMENT_MILLIS = 1000;

/**
 * Keeps an execution that never waits from standing still in time: an EXPRESS execution has no limit on its history, so that a loop in it
 * is only ended by its timeout, and that takes time. A thousand states take a second, as on AWS they well may.
 */
export class Pace {
  readonly #clock: Clock;
  #moment: number;
  #states = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#moment = clock.now();
  }

  /** Counts one state. */
  isOut(): boolean {
    if (++this.#states < STATES_PER_MOMENT) return false;
    if (this.#clock.now() === this.#moment) return true;
    this.#begin();
    return false;
  }

  /** Answers until when to wait. */
  restart(): number {
    this.#begin();
    return this.#moment + MOMENT_MILLIS;
  }

  #begin(): void {
    this.#moment = this.#clock.now();
    this.#states = 0;
  }
}
