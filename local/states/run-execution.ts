import type { Wire } from '../aws-json.ts';
import { outsideFunctions } from '../lambda/running.ts';
import { mockedTasks } from '../mocks/mocked-tasks.ts';
import type { Account } from './account.ts';
import { qualifiedArn } from './arns.ts';
import type { Execution, StartTarget } from './execution.ts';
import { dimensionsOf, reportEnd, reportRedrive, reportStart } from './execution-metrics.ts';
import { interpret } from './interpreter/interpret.ts';
import type { End, HistoryEvent } from './interpreter/interpretation.ts';
import type { TaskServices } from './interpreter/task-services.ts';
import { lazyStream } from './lazy-stream.ts';
import { release, retain } from './retention.ts';
import { stateOf } from './state-machine.ts';
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
    redrives: undefined,
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
      onEvent: eventReporter(account, execution),
      mayGoOn: () => stateOf(machine).status === 'ACTIVE',
      onUnserved: account.reportUnserved,
      onEnd: (end) => endExecution(account, execution, end),
    }),
  );
  execution.interpretation = interpretation;
}

/** Takes up an execution that has ended without success, under its own name, version and alias. */
export function runAgain(account: Account, execution: Execution): void {
  release(execution);
  execution.status = 'RUNNING';
  execution.stopDate = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  execution.redriveCount++;
  execution.redriveDate = account.clock.now();
  execution.machine.running++;
  reportRedrive(account.reportMetric, execution.dimensions, execution.redriveDate);
  account.reportStatus?.(statusChange(execution));
  outsideFunctions(() => execution.interpretation!.redrive(execution.redriveCount));
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
    redriven: execution.redriveCount > 0,
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

function eventReporter({ reportEvent }: Account, { arn }: Execution): ((event: HistoryEvent) => void) | undefined {
  return reportEvent && ((event) => reportEvent(arn, event));
}

function contextOf(execution: Execution) {
  const { arn, name, machine, revision, versionArn, aliasArn, startDate } = execution;
  return {
    arn,
    name,
    roleArn: revision.roleArn,
    stateMachineArn: machine.arn,
    stateMachineName: machine.name,
    ...(versionArn && { stateMachineVersionArn: versionArn }),
    ...(aliasArn && { stateMachineAliasArn: aliasArn }),
    startTime: startDate,
    express: machine.type === 'EXPRESS',
  };
}

function withDetails(error?: string, cause?: string): Wire {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
