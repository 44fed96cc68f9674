import type { Clock, Timer } from '../../clock.ts';

interface Entry {
  readonly at: number;
  readonly onOver: () => void;
}

/** The executions that may run equally long, in the order in which they began: one timer of the clock serves them all. */
interface Line {
  readonly entries: Set<Entry>;
  waiting: boolean;
}

const lines = new WeakMap<Clock, Map<number, Line>>();

/**
 * Tells when an execution has run as long as AWS lets any run. Time does not pass for its sake. Nearly all executions end long before: a
 * timer of its own for each would lie on the clock for a year.
 */
export function watchLongestRun(clock: Clock, seconds: number, onOver: () => void): Timer {
  const line = lineOf(clock, seconds);
  const entry = { at: clock.now() + seconds * 1000, onOver };
  line.entries.add(entry);
  if (!line.waiting) wait(clock, line, entry.at);
  return { cancel: () => line.entries.delete(entry) };
}

function lineOf(clock: Clock, seconds: number): Line {
  const known = lines.get(clock) ?? new Map<number, Line>();
  lines.set(clock, known);
  const line = known.get(seconds) ?? { entries: new Set(), waiting: false };
  known.set(seconds, line);
  return line;
}

function wait(clock: Clock, line: Line, at: number): void {
  line.waiting = true;
  const onDue = (): void => {
    line.waiting = false;
    for (const entry of line.entries) {
      if (entry.at > clock.now()) {
        wait(clock, line, entry.at);
        return;
      }
      line.entries.delete(entry);
      entry.onOver();
    }
  };
  clock.schedule(at, onDue, { daemon: true });
}
