import type { Clock } from '../../clock.ts';
import { type Steps, suspend } from './suspension.ts';

/** Waits until the clock reads `at`. */
export function sleepUntil(clock: Clock, at: number): Steps<void> {
  return suspend((wake) => {
    const timer = clock.schedule(at, wake);
    return () => timer.cancel();
  });
}

/** Lets the other lines of work that are ready go first. */
export function nextTurn(): Steps<void> {
  return suspend((wake) => {
    wake();
    return () => {};
  });
}
