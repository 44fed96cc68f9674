import type { Wire } from '../aws-json.ts';
import { outsideFunctions } from '../lambda/running.ts';
import { mockedTasks } from '../mocks/mocked-tasks.ts';
import type { Account } from './account.ts';
import { qualifiedArn } from './arns.ts';
import type { Execution, StartTarget } from './execution.ts';
import { dimensionsOf, reportEnd, reportStart } from './execution-metrics.ts';
import { interpret } from './interpreter/interpret.ts';
import type { End } from './interpreter/interpretation.ts';
import type { TaskServices } from './interpreter/task-services.ts';
import { lazyStream } from './lazy-stream.ts';
import { retain } from './retention.ts';
import { forgetWhenDone } from './state-machines.ts';
import { statusChange } from './status-change.ts';

/** A new execution, running as far as the account knows, but not set going yet. */
export function newExecution(
  account: Account,
  target: StartTarget,
  request: {
    readonly arn: string;
    readonly name: string;
    readonly input: string;
    readonly traceHeader: string | undefined;
  },
): Execution {
  const { machine, revision, version, alias, testCase } = target;
  // One literal with every member: executions are many, and objects of one shape are quick.
  return {
    machine,
    revision,
    version,
    alias,
    testCase,
    versionArn: version === undefined ? undefined : qualifiedArn(machine.arn, version),
    aliasArn: alias === undefined ? undefined : qualifiedArn(machine.arn, alias),
    arn: request.arn,
    name: request.name,
    input: request.input,
    traceHeader: request.traceHeader,
    startDate: account.clock.now(),
    dimensions: dimensionsOf(machine, version, alias),
    knownFrom: account.consistency.knownFrom(),
    endKnownFrom: 0,
    status: 'RUNNING',
    stopDate: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    redriveCount: 0,
    redriveDate: undefined,
    interpretation: undefined,
    watchers: undefined,
  };
}

/** Sets an execution going, and tells everybody of its start and, in time, of its end. */
export function runExecution(account: Account, execution: Execution): void {
  const { machine, revision } = execution;
  machine.running++;
  reportStart(account.reportMetric, execution.dimensions, execution.startDate);
  const express = machine.type === 'EXPRESS';
  if (!express) account.reportStatus?.(statusChange(execution));
  const interpretation = outsideFunctions(() =>
    interpret({
      definition: revision.definition,
      input: execution.input,
      execution: contextOf(execution),
      clock: account.clock,
      random: lazyStream(account.random.executions, execution.arn),
      taskServices: servicesOf(account, execution),
      recordHistory: !express && account.retention.histories > 0,
      onUnserved: account.reportUnserved,
      onEnd: (end) => endExecution(account, execution, end),
    }),
  );
  execution.interpretation = interpretation;
}

/** Stops an execution under way; its interpretation tells nobody, so this does. */
export function abortExecution(account: Account, execution: Execution, error?: string, cause?: string): void {
  execution.interpretation?.stop(error, cause);
  endExecution(account, execution, { status: 'ABORTED', ...withDetails(error, cause) });
}

function endExecution(account: Account, execution: Execution, end: End): void {
  const { machine } = execution;
  execution.stopDate = account.clock.now();
  execution.endKnownFrom = Math.max(execution.knownFrom, account.consistency.knownFrom());
  execution.status = end.status;
  if (end.status === 'SUCCEEDED') execution.output = end.output;
  else ({ error: execution.error, cause: execution.cause } = end);
  machine.running--;
  reportEnd(account.reportMetric, execution.dimensions, {
    status: end.status,
    startDate: execution.redriveDate ?? execution.startDate,
    stopDate: execution.stopDate,
  });
  if (machine.type === 'STANDARD') {
    retain(account, execution);
    account.reportStatus?.(statusChange(execution));
  }
  for (const watcher of execution.watchers ?? []) watcher(execution);
  execution.watchers = undefined;
  forgetWhenDone(account, machine);
}

function servicesOf({ taskServices, taskTokens }: Account, { testCase }: Execution): TaskServices {
  return testCase ? mockedTasks(testCase, taskTokens, taskServices) : taskServices;
}

function contextOf(execution: Execution) {
  const { arn, name, machine, revision, versionArn, aliasArn, startDate, redriveCount } = execution;
  return {
    arn,
    name,
    roleArn: revision.roleArn,
    stateMachineArn: machine.arn,
    stateMachineName: machine.name,
    ...(versionArn && { stateMachineVersionArn: versionArn }),
    ...(aliasArn && { stateMachineAliasArn: aliasArn }),
    startTime: startDate,
    redriveCount,
    express: machine.type === 'EXPRESS',
  };
}

function withDetails(error?: string, cause?: string): Wire {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
