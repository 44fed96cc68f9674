import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';

/**
 * A value that AWS keeps in several places. A write is known at once to what must not be wrong (`current`),
 * but a reader (`read`) may still be answered from a place that has not heard of it.
 */
export interface Lagging<T> {
  readonly current: T;
  read(): T;
  write(value: T): void;
}

/** How stale this account's reads may be. */
export interface Consistency {
  /** A value of its own stream of randomness, named `name`. */
  lagging<T>(name: string, initial: T): Lagging<T>;
  /** A moment, from now on, at which a reader will first know of what happens now. */
  knownFrom(): number;
  readonly lagMillis: number;
}

/** Every reader knows every write at once. */
export function immediately(): Consistency {
  return {
    lagMillis: 0,
    knownFrom: () => 0,
    lagging: <T>(_name: string, initial: T) => {
      let value = initial;
      return {
        get current() {
          return value;
        },
        read: () => value,
        write: (next: T) => {
          value = next;
        },
      };
    },
  };
}

/** Readers ask one of so many places; each hears of a write in its own time, so an older answer may follow a newer one. */
const PLACES = 3;

/** Every place knows a write after at most `lagSeconds`, drawn anew for each write and place. Writes arrive in order. */
export function within(lagSeconds: number, clock: Clock, random: Random): Consistency {
  const lagMillis = lagSeconds * 1000;
  const executions = random.stream('executions');
  return {
    lagMillis,
    knownFrom: () => clock.now() + executions.next() * lagMillis,
    lagging: <T>(name: string, initial: T) => lagging(initial, lagMillis, clock, random.stream(name)),
  };
}

interface Written<T> {
  readonly value: T;
  /** When each place hears of it. */
  readonly heardAt: readonly number[];
}

function lagging<T>(initial: T, lagMillis: number, clock: Clock, random: Random): Lagging<T> {
  let written: Written<T>[] = [
    { value: initial, heardAt: Array.from({ length: PLACES }, () => Number.NEGATIVE_INFINITY) },
  ];
  return {
    get current() {
      return written.at(-1)!.value;
    },
    read() {
      if (written.length === 1) return written[0]!.value;
      const place = random.integer(PLACES);
      return written.findLast(({ heardAt }) => heardAt[place]! <= clock.now())!.value;
    },
    write(value) {
      const previous = written.at(-1)!.heardAt;
      const heardAt = previous.map((before) => Math.max(before, clock.now() + random.next() * lagMillis));
      written = [...written, { value, heardAt }];
      const settled = written.findLastIndex((entry) => entry.heardAt.every((at) => at <= clock.now()));
      written = written.slice(settled);
    },
  };
}
