/** A moment in time, in milliseconds since the epoch. */
export type EpochMillis = number;

/** Something that was scheduled and may still be called off. */
export interface Timer {
  cancel(): void;
}

export interface ScheduleOptions {
  /**
   * A daemon is work that only goes on while something else does (an alarm's tick, background traffic):
   * it runs when time passes over it, but never makes time pass.
   */
  readonly daemon?: boolean;
}

/** The only source of time in local AWS. Nothing in `local/` reads the wall clock but through one of these. */
export interface Clock {
  now(): EpochMillis;
  /** Runs `run` when the clock reaches `at` (at once if that is past). What is due at the same moment runs in the order it was scheduled. */
  schedule(at: EpochMillis, run: () => void, options?: ScheduleOptions): Timer;
  /**
   * Says that real work (a function running, a socket being read) is under way: virtual time stands still until the
   * answered function is called. Calling it twice does no harm.
   */
  hold(): () => void;
  /**
   * Wraps a wait for virtual time inside held work, such as a synchronous start called by a function: the clock does not count the holder as
   * working until `promise` settles.
   */
  blocked<T>(promise: Promise<T>): Promise<T>;
}

/** Resolves after `millis` of the clock's time. */
export function sleep(clock: Clock, millis: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(clock.now() + millis, resolve);
  });
}
