import type { Wire } from '../../aws-json.ts';
import { whole } from './history.ts';
import type { Resource } from './resource.ts';
import type { StateError } from './state-error.ts';
import type { TaskLimits } from './task-wait.ts';
import { record, type Visit } from './visit.ts';

/** The history events of one attempt at a task. */
export interface TaskEvents {
  scheduled(parameters: Wire, limits: TaskLimits, role: string | undefined): void;
  started(): void;
  submitted(output: Wire): void;
  succeeded(output: Wire): void;
  failed(error: StateError): void;
  timedOut(error: StateError): void;
}

export function taskEvents(visit: Visit, arn: string, resource: Resource): TaskEvents {
  if (resource.kind === 'service') return serviceEvents(visit, resource);
  return resource.kind === 'function'
    ? workerEvents(visit, arn, { prefix: 'LambdaFunction', detailsPrefix: 'lambdaFunction', heartbeats: false })
    : workerEvents(visit, arn, { prefix: 'Activity', detailsPrefix: 'activity', heartbeats: true });
}

interface Worker {
  readonly prefix: string;
  readonly detailsPrefix: string;
  /** Whether the history says how often it has to show that it lives. */
  readonly heartbeats: boolean;
}

/** Functions and activities are named by their ARN, and have nothing that is submitted. */
function workerEvents(visit: Visit, arn: string, { prefix, detailsPrefix, heartbeats }: Worker): TaskEvents {
  const { history } = visit.flow.execution;
  const add = (what: string, details?: () => Record<string, Wire>): void => {
    record(visit, `${prefix}${what}`, `${detailsPrefix}${what}EventDetails`, details);
  };
  return {
    scheduled: (parameters, limits, role) =>
      add('Scheduled', () => ({
        resource: arn,
        input: history.text(parameters),
        inputDetails: whole,
        ...(limits.timeoutSeconds === undefined ? {} : { timeoutInSeconds: limits.timeoutSeconds }),
        ...(heartbeats && limits.heartbeatSeconds !== undefined && { heartbeatInSeconds: limits.heartbeatSeconds }),
        ...(role === undefined ? {} : { taskCredentials: { roleArn: role } }),
      })),
    started: () => add('Started'),
    submitted: () => {},
    succeeded: (output) => add('Succeeded', () => ({ output: history.text(output), outputDetails: whole })),
    failed: (error) => add('Failed', () => errorDetails(error)),
    timedOut: (error) => add('TimedOut', () => errorDetails(error)),
  };
}

function serviceEvents(visit: Visit, { resource, resourceType }: Extract<Resource, { kind: 'service' }>): TaskEvents {
  const { history, region } = visit.flow.execution;
  const add = (what: string, details: () => Record<string, Wire>): void => {
    record(visit, `Task${what}`, `task${what}EventDetails`, () => ({ resourceType, resource, ...details() }));
  };
  const withOutput = (output: Wire) => () => ({ output: history.text(output), outputDetails: whole });
  return {
    scheduled: (parameters, limits, role) =>
      add('Scheduled', () => ({
        region,
        parameters: history.text(parameters),
        ...(limits.timeoutSeconds === undefined ? {} : { timeoutInSeconds: limits.timeoutSeconds }),
        ...(limits.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: limits.heartbeatSeconds }),
        ...(role === undefined ? {} : { taskCredentials: { roleArn: role } }),
      })),
    started: () => add('Started', () => ({})),
    submitted: (output) => add('Submitted', withOutput(output)),
    succeeded: (output) => add('Succeeded', withOutput(output)),
    failed: (error) => add('Failed', () => errorDetails(error)),
    timedOut: (error) => add('TimedOut', () => errorDetails(error)),
  };
}

/** `error` and `cause` as far as there are any. */
export function errorDetails({
  error,
  cause,
}: {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
