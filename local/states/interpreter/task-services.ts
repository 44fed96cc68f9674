import type { Wire } from '../../aws-json.ts';

/** What a Task state asks of the service that its `Resource` names. */
export interface TaskRequest {
  /** The state's `Resource`, such as `arn:aws:states:::lambda:invoke` or a function's ARN. */
  readonly resource: string;
  readonly stateName: string;
  /** The effective parameters (or arguments), parsed. */
  readonly parameters: Wire;
  /** Present with `.waitForTaskToken` and `.sync`: what SendTaskSuccess and its siblings name. */
  readonly taskToken?: string;
  /** How many times this state was tried before in this execution, over the whole execution. */
  readonly attempt: number;
  readonly executionArn: string;
  readonly stateMachineName: string;
  readonly stateMachineVersionArn?: string;
  /** For the service to call whenever the worker shows that it lives (SendTaskHeartbeat): HeartbeatSeconds begins anew. */
  readonly heartbeat?: () => void;
}

export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly output: Wire }
  | { readonly kind: 'failed'; readonly error?: string; readonly cause?: string };

/** A task that was handed to a service. */
export interface StartedTask {
  /** Settles when the service answers; never, for a task that does not answer. Never rejects. */
  readonly outcome: Promise<TaskOutcome>;
  /** The service's first answer for `.sync` and `.waitForTaskToken` (TaskSubmitted); absent for a plain request. */
  readonly submitted?: Promise<Wire>;
  /** The state has timed out or the execution has ended: nobody waits for the outcome any more. */
  cancel(): void;
}

/** Serves Task states. */
export interface TaskServices {
  /** @throws UnservedTask when nothing serves that resource */
  start(request: TaskRequest): StartedTask;
}

/** A Task state that local AWS has nothing to serve with: neither built nor mocked. Not an error of the machine, but of the set-up. */
export class UnservedTask extends Error {
  override readonly name = 'UnservedTask';
  readonly stateName: string;
  readonly resource: string;
  /** What is wrong, in a clause, where it is more than that nothing serves the resource. */
  readonly why: string | undefined;

  constructor(stateName: string, resource: string, why?: string) {
    super(`state ${JSON.stringify(stateName)}: ${why ?? `nothing serves ${resource} here`}`);
    this.stateName = stateName;
    this.resource = resource;
    this.why = why;
  }
}
