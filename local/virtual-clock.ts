import type { Clock, EpochMillis, ScheduleOptions, Timer } from './clock.ts';

interface Entry {
  readonly at: EpochMillis;
  readonly sequence: number;
  readonly daemon: boolean;
  /** Gone once it has run or was cancelled: whoever keeps the timer does not keep what it would have run. */
  run: (() => void) | undefined;
}

/** Thrown when a promise is waited for that no scheduled work can ever settle. */
export class ClockDeadlock extends Error {
  override readonly name = 'ClockDeadlock';
}

/** Turns of the event loop after which pure promise work started by the last event is taken to have come to rest. */
const SETTLING_TURNS = 3;

/** Kept from the beginning: tests may put fake timers in place of the real ones. */
const nextTurn = setImmediate;

/**
 * A clock that jumps: when nothing real is in flight, time goes straight to the next thing that is due.
 * Nothing runs by itself: time passes only inside `advanceTo`, `advanceBy`, `runUntil` and `runUntilIdle`. Several of these may be under way at once: they take
 * turns, event by event.
 */
export class VirtualClock implements Clock {
  #now: EpochMillis;
  #sequence = 0;
  #heap: Entry[] = [];
  /** How many in the heap were cancelled. */
  #cancelled = 0;
  #pending = 0;
  #holds = 0;
  #blocked = 0;
  #wake: (() => void) | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(start: EpochMillis = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): EpochMillis {
    return this.#now;
  }

  schedule(at: EpochMillis, run: () => void, options: ScheduleOptions = {}): Timer {
    const daemon = options.daemon ?? false;
    const entry: Entry = { at: Math.max(at, this.#now), sequence: this.#sequence++, daemon, run };
    push(this.#heap, entry);
    if (!daemon) this.#pending++;
    return { cancel: () => this.#cancel(entry) };
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
    await this.#takeTurn(() => this.#settle());
    while (await this.#fireNext((entry) => entry.at <= at));
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
    await this.#takeTurn(() => this.#settle());
    while (await this.#fireNext(() => !settled && !this.idle));
    if (settled) return watched;
    throw new ClockDeadlock('virtual time cannot pass: nothing is scheduled that the wait could end by');
  }

  /** How many entries it keeps, cancelled ones among them. */
  get kept(): number {
    return this.#heap.length;
  }

  /** Whether only daemons are left. */
  get idle(): boolean {
    return this.#pending === 0;
  }

  /** Lets time pass until only daemons are left, or until `goOn` answers no. */
  async runUntilIdle(goOn: () => boolean = () => true): Promise<void> {
    await this.#takeTurn(() => this.#settle());
    while (await this.#fireNext(() => !this.idle && goOn()));
  }

  /** Two who let time pass at once would take each other's events, and lose each other's wake-up calls. */
  #takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Lets the next thing happen, if there is one and it is wanted, and all that follows from it come to rest. */
  #fireNext(isWanted: (entry: Entry) => boolean): Promise<boolean> {
    return this.#takeTurn(async () => {
      const entry = this.#next();
      if (!entry || !isWanted(entry)) return false;
      pop(this.#heap);
      const { run } = entry;
      entry.run = undefined;
      if (!entry.daemon) this.#pending--;
      this.#now = Math.max(this.#now, entry.at);
      run!();
      await this.#settle();
      return true;
    });
  }

  /** What has run, or was cancelled before, is cancelled no more. */
  #cancel(entry: Entry): void {
    if (!entry.run) return;
    entry.run = undefined;
    if (!entry.daemon) this.#pending--;
    this.#cancelled++;
    if (this.#cancelled * 2 > this.#heap.length) this.#compact();
  }

  /** Most timers of a busy account are cancelled long before they are due: they must not pile up until then. */
  #compact(): void {
    const kept = this.#heap.filter(({ run }) => run);
    this.#heap = [];
    this.#cancelled = 0;
    for (const entry of kept) push(this.#heap, entry);
  }

  #next(): Entry | undefined {
    while (this.#heap[0] && !this.#heap[0].run) {
      pop(this.#heap);
      this.#cancelled--;
    }
    return this.#heap[0];
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) {
      await new Promise((resolve) => nextTurn(resolve));
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
