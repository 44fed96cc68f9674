import type { VirtualClock } from './virtual-clock.ts';

const latest = new WeakMap<VirtualClock, Promise<unknown>>();

/** Moves a clock when everybody who asked before has done so: two who move one clock at the same time would lose each other's wake-up calls. */
export function inTurn<T>(clock: VirtualClock, move: () => Promise<T>): Promise<T> {
  const turn = (latest.get(clock) ?? Promise.resolve()).then(move);
  latest.set(
    clock,
    turn.catch(() => {}),
  );
  return turn;
}
