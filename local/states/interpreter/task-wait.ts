import type { Wire } from '../../aws-json.ts';
import type { Clock, Timer } from '../../clock.ts';
import { type Steps, suspend } from './suspension.ts';
import type { StartedTask, TaskOutcome } from './task-services.ts';

export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

interface TimedOut {
  readonly kind: 'timedOut';
  readonly heartbeat: boolean;
}

export type TaskEnd = TaskOutcome | TimedOut;

/** The time a task has left, over all its waits. */
export interface Deadlines {
  /** The task has shown that it lives. */
  beat(): void;
  /** Tells `onOver` when the time is over, until the answered function is called. */
  watch(onOver: (end: TimedOut) => void): () => void;
}

export function startDeadlines(clock: Clock, limits: TaskLimits): Deadlines {
  const timeoutAt = limits.timeoutSeconds === undefined ? undefined : clock.now() + limits.timeoutSeconds * 1000;
  const silence = limits.heartbeatSeconds === undefined ? undefined : limits.heartbeatSeconds * 1000;
  let lastBeat = clock.now();
  let moveSilence = (): void => {};
  return {
    beat() {
      lastBeat = clock.now();
      moveSilence();
    },
    watch(onOver) {
      const timeout =
        timeoutAt === undefined
          ? undefined
          : clock.schedule(timeoutAt, () => onOver({ kind: 'timedOut', heartbeat: false }));
      let quiet: Timer | undefined;
      moveSilence = () => {
        quiet?.cancel();
        if (silence === undefined) return;
        quiet = clock.schedule(lastBeat + silence, () => onOver({ kind: 'timedOut', heartbeat: true }));
      };
      moveSilence();
      return () => {
        timeout?.cancel();
        quiet?.cancel();
        moveSilence = () => {};
      };
    },
  };
}

/** Waits for a task's outcome, or for its time to run out. Calls the task off when nobody waits for it any more. */
export function* awaitTask(
  task: StartedTask,
  deadlines: Deadlines,
  onSubmitted: (output: Wire) => void,
): Steps<TaskEnd> {
  let answered = false;
  try {
    const first = yield* within(deadlines, firstAnswer(task));
    if (first.kind === 'submitted') onSubmitted(first.output);
    const end = first.kind === 'submitted' ? yield* within(deadlines, task.outcome) : first;
    answered = end.kind !== 'timedOut';
    return end;
  } finally {
    if (!answered) task.cancel();
  }
}

type FirstAnswer = TaskOutcome | { readonly kind: 'submitted'; readonly output: Wire };

/** A task that is submitted first has its outcome only afterwards: when both are there already, the submission counts. */
function firstAnswer({ submitted, outcome }: StartedTask): Promise<FirstAnswer> {
  if (!submitted) return outcome;
  const answered = submitted.then((output): FirstAnswer => ({ kind: 'submitted', output }));
  return Promise.race([answered, outcome.then((end) => Promise.race([answered, Promise.resolve(end).then()]))]);
}

function within<T>(deadlines: Deadlines, promise: Promise<T>): Steps<T | TimedOut | TaskOutcome> {
  return suspend<T | TimedOut | TaskOutcome>((wake) => {
    const end = (how: T | TimedOut | TaskOutcome): void => {
      unwatch();
      wake(how);
    };
    const unwatch = deadlines.watch(end);
    promise.then(end, (error) => end({ kind: 'failed', error: 'States.Runtime', cause: `local AWS failed: ${error}` }));
    return unwatch;
  });
}
