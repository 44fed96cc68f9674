import type { Account } from './account.ts';
import type { Execution } from './execution.ts';
import type { StateMachine } from './state-machine.ts';

/** What has ended, oldest first. */
interface Ended {
  readonly executions: Queue;
  readonly withHistory: Queue;
  /** The same by how they ended: a list of failures does not look through all the successes. */
  readonly byStatus: Map<Execution['status'], Set<Execution>>;
}

const endedOf = new WeakMap<StateMachine, Ended>();

/**
 * Keeps an execution that has just ended, and lets go of the machine's oldest: first of their histories, then of all that is known of
 * them.
 */
export function retain(account: Account, execution: Execution): void {
  const { machine } = execution;
  const ended = endedOf.get(machine) ?? { executions: newQueue(), withHistory: newQueue(), byStatus: new Map() };
  endedOf.set(machine, ended);
  push(ended.withHistory, execution);
  for (const oldest of surplus(ended.withHistory, account.retention.histories)) oldest.interpretation = undefined;
  push(ended.executions, execution);
  const alike = ended.byStatus.get(execution.status) ?? new Set();
  ended.byStatus.set(execution.status, alike.add(execution));
  for (const oldest of surplus(ended.executions, account.retention.executions)) {
    account.executions.delete(oldest.arn);
    machine.executions.delete(oldest);
    ended.byStatus.get(oldest.status)!.delete(oldest);
  }
}

/** Keeps an execution that runs again: it is not among those that have ended. */
export function release(execution: Execution): void {
  const ended = endedOf.get(execution.machine);
  if (!ended) return;
  ended.byStatus.get(execution.status)!.delete(execution);
  for (const queue of [ended.executions, ended.withHistory]) {
    queue.items = queue.items.slice(queue.head).filter((item) => item !== execution);
    queue.head = 0;
  }
}

/** A machine's executions that ended in this way, in the order of their ends. */
export function endedAs(machine: StateMachine, status: Execution['status']): Iterable<Execution> {
  return endedOf.get(machine)?.byStatus.get(status) ?? [];
}

/** A list that is taken from at its front without moving the rest each time. */
interface Queue {
  items: Execution[];
  head: number;
}

function newQueue(): Queue {
  return { items: [], head: 0 };
}

function push(queue: Queue, execution: Execution): void {
  queue.items.push(execution);
}

function* surplus(queue: Queue, limit: number): Generator<Execution> {
  while (queue.items.length - queue.head > limit) yield queue.items[queue.head++]!;
  if (queue.head < queue.items.length / 2) return;
  queue.items = queue.items.slice(queue.head);
  queue.head = 0;
}
