import type { Clock, EpochMillis, ScheduleOptions, Timer } from './clock.ts';

/** Node's timers take at most so many milliseconds; what lies further off is approached in pieces. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The wall's time, for local AWS beside programs that live in it. */
export class RealClock implements Clock {
  readonly #keepsProcess: boolean;

  /** @param keepsProcess whether what is scheduled keeps the process from ending, as in a script that waits for it; a server's socket does that anyway */
  constructor({ keepsProcess = true }: { readonly keepsProcess?: boolean } = {}) {
    this.#keepsProcess = keepsProcess;
  }

  now(): EpochMillis {
    return Date.now();
  }

  schedule(at: EpochMillis, run: () => void, options: ScheduleOptions = {}): Timer {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = Math.max(0, at - Date.now());
      timer = setTimeout(left > LONGEST_TIMER ? wait : run, Math.min(left, LONGEST_TIMER));
      if (options.daemon || !this.#keepsProcess) timer.unref();
    };
    wait();
    return { cancel: () => clearTimeout(timer) };
  }

  /** The wall's time stands still for nobody. */
  hold(): () => void {
    return () => {};
  }

  async blocked<T>(promise: Promise<T>): Promise<T> {
    return promise;
  }
}
