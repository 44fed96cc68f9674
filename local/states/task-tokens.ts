import { AwsError, type Operation, type Wire } from '../aws-json.ts';
import type { TaskOutcome } from './interpreter/task-services.ts';
import { describeProblem } from './json-error.ts';
import { invalidToken } from './pages.ts';

/** A task that waits to be told of its end from outside. */
export interface WaitingTask {
  readonly settle: (outcome: TaskOutcome) => void;
  readonly heartbeat?: () => void;
}

/** Task tokens that were given out, and what waits for them. */
export interface TaskTokens {
  /** Waits for `token`; the answered function says that nobody waits any more. */
  open(token: string, task: WaitingTask): () => void;
  readonly operations: Record<string, Operation>;
}

/** How many tokens that are over are remembered as such; older ones are as if they had never been. */
const REMEMBERED = 100_000;

export function taskTokens(): TaskTokens {
  const waiting = new Map<string, WaitingTask>();
  const over = new Set<string>();
  const close = (token: string): void => {
    if (!waiting.delete(token)) return;
    over.add(token);
    if (over.size > REMEMBERED) over.delete(over.values().next().value!);
  };
  const find = (token: string): WaitingTask => {
    const task = waiting.get(token);
    if (task) return task;
    if (!over.has(token)) throw invalidToken();
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  };
  const settle = (token: string, outcome: TaskOutcome): Wire => {
    const task = find(token);
    close(token);
    task.settle(outcome);
    return {};
  };
  return {
    open(token, task) {
      waiting.set(token, task);
      return () => close(token);
    },
    operations: {
      SendTaskSuccess: ({ taskToken, output }) => {
        find(taskToken);
        return settle(taskToken, { kind: 'succeeded', output: parseOutput(output) });
      },
      SendTaskFailure: ({ taskToken, error, cause }) =>
        settle(taskToken, {
          kind: 'failed',
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
        }),
      SendTaskHeartbeat: ({ taskToken }) => {
        find(taskToken).heartbeat?.();
        return {};
      },
    },
  };
}

function parseOutput(output: string): Wire {
  const problem = describeProblem(output);
  if (problem !== undefined) throw new AwsError('InvalidOutput', `Invalid Output: '${problem}'`);
  return JSON.parse(output);
}
