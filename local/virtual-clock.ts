import type { Clock, EpochMillis, ScheduleOptions, Timer } from './clock.ts';

interface Entry {
  readonly at: EpochMillis;
  readonly sequence: number;
  readonly run: () => void;
  readonly daemon: boolean;
  cancelled: boolean;
}

/** Thrown when a promise is waited for that no scheduled work can ever settle. */
export class ClockDeadlock extends Error {
  override readonly name = 'ClockDeadlock';
}

/** Turns of the event loop after which pure promise work started by the last event is taken to have come to rest. */
const SETTLING_TURNS = 3;

/**
 * A clock that jumps: when nothing real is in flight, time goes straight to the next thing that is due.
 * Nothing runs by itself: time passes only inside `advanceTo`, `advanceBy`, `runUntil` and `runUntilIdle`.
 */
export class VirtualClock implements Clock {
  #now: EpochMillis;
  #sequence = 0;
  #heap: Entry[] = [];
  #pending = 0;
  #holds = 0;
  #blocked = 0;
  #wake: (() => void) | undefined;

  constructor(start: EpochMillis = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): EpochMillis {
    return this.#now;
  }

  schedule(at: EpochMillis, run: () => void, options: ScheduleOptions = {}): Timer {
    const entry: Entry = {
      at: Math.max(at, this.#now),
      sequence: this.#sequence++,
      run,
      daemon: options.daemon ?? false,
      cancelled: false,
    };
    push(this.#heap, entry);
    if (!entry.daemon) this.#pending++;
    return {
      cancel: () => {
        if (entry.cancelled) return;
        entry.cancelled = true;
        if (!entry.daemon) this.#pending--;
      },
    };
  }

  hold(): () => void {
    this.#holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#wake?.();
    };
  }

  async blocked<T>(promise: Promise<T>): Promise<T> {
    this.#blocked++;
    this.#wake?.();
    try {
      return await promise;
    } finally {
      this.#blocked--;
    }
  }

  /** Lets everything that falls due up to `at` happen, daemons included, and leaves the clock there. */
  async advanceTo(at: EpochMillis): Promise<void> {
    await this.#settle();
    for (let entry = this.#next(); entry && entry.at <= at; entry = this.#next()) await this.#fire(entry);
    this.#now = Math.max(this.#now, at);
  }

  async advanceBy(millis: number): Promise<void> {
    await this.advanceTo(this.#now + millis);
  }

  /**
   * Lets time pass until `promise` settles, and answers what it settled to.
   * @throws ClockDeadlock when nothing is scheduled any more that could settle it
   */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => {});
    await this.#settle();
    while (!settled) {
      const entry = this.#pending > 0 ? this.#next() : undefined;
      if (!entry) throw new ClockDeadlock('virtual time cannot pass: nothing is scheduled that the wait could end by');
      await this.#fire(entry);
    }
    return watched;
  }

  /** Whether only daemons are left. */
  get idle(): boolean {
    return this.#pending === 0;
  }

  /** Lets time pass until only daemons are left, or until `goOn` answers no. */
  async runUntilIdle(goOn: () => boolean = () => true): Promise<void> {
    await this.#settle();
    for (let entry = this.#next(); entry && !this.idle && goOn(); entry = this.#next()) await this.#fire(entry);
  }

  async #fire(entry: Entry): Promise<void> {
    pop(this.#heap);
    if (!entry.daemon) this.#pending--;
    entry.cancelled = true;
    this.#now = entry.at;
    entry.run();
    await this.#settle();
  }

  #next(): Entry | undefined {
    while (this.#heap[0]?.cancelled) pop(this.#heap);
    return this.#heap[0];
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      while (this.#holds > this.#blocked) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
        turn = 0;
      }
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = index * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
