import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import type { Account } from './account.ts';
import { executionArn, expressArn, requireExecutionArn } from './arns.ts';
import { describeExecution } from './describe-execution.ts';
import type { Execution } from './execution.ts';
import { describeProblem } from './json-error.ts';
import { requireValidName } from './names.ts';
import { describeRevision } from './revisions.ts';
import { abortExecution, newExecution, runExecution } from './run-execution.ts';
import { resolveStart } from './start-target.ts';

export function executionOperations(account: Account): Record<string, Operation> {
  return {
    StartExecution: (input) => startExecution(account, input),
    StopExecution: (input) => stopExecution(account, input),
    DescribeExecution: (input) =>
      describeExecution(readExecution(account, input.executionArn), account.clock.now(), input.includedData),
    DescribeStateMachineForExecution: (input) => describeStateMachineForExecution(account, input),
  };
}

function startExecution(account: Account, request: Wire): Wire {
  const target = resolveStart(account, request.stateMachineArn);
  const { machine } = target;
  const name = request.name ?? account.random.executionNames.uuid();
  if (request.name !== undefined) requireValidName(name);
  const input = request.input ?? '{}';
  requireJson(input);
  const express = machine.type === 'EXPRESS';
  const arn = express
    ? expressArn(account.context, machine.name, name, account.random.executionNames.uuid())
    : executionArn(account.context, machine.name, name);
  const existing = express ? undefined : account.executions.get(arn);
  if (existing) return startedAlready(existing, input);
  const execution = newExecution(account, target, { arn, name, input, traceHeader: request.traceHeader });
  if (!express) {
    account.executions.set(arn, execution);
    machine.executions.add(execution);
  }
  runExecution(account, execution);
  return { executionArn: arn, startDate: epochSeconds(execution.startDate) };
}

/** A repeated request is answered as the first was, as long as that execution runs. */
function startedAlready(existing: Execution, input: string): Wire {
  if (existing.status !== 'RUNNING' || existing.input !== input) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
  }
  return { executionArn: existing.arn, startDate: epochSeconds(existing.startDate) };
}

/** @throws AwsError InvalidExecutionInput */
export function requireJson(input: string): void {
  const problem = describeProblem(input);
  if (problem === undefined) return;
  throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem}'`);
}

/** Stopping an execution that has ended answers when it ended, and changes nothing. */
function stopExecution(account: Account, input: Wire): Wire {
  const execution = findExecution(account, input.executionArn);
  if (execution.status === 'RUNNING') abortExecution(account, execution, input.error, input.cause);
  return { stopDate: epochSeconds(execution.stopDate!) };
}

function describeStateMachineForExecution(account: Account, input: Wire): Wire {
  const { machine, revision } = readExecution(account, input.executionArn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    updateDate: epochSeconds(revision.date),
    ...describeRevision(revision, input.includedData),
  };
}

/** @throws AwsError InvalidArn, ExecutionDoesNotExist */
export function findExecution(account: Account, arn: string): Execution {
  const execution = account.executions.get(arn);
  if (execution) return execution;
  requireExecutionArn(arn);
  throw noSuchExecution(arn);
}

/**
 * The execution, unless readers have not heard of it yet.
 * @throws AwsError InvalidArn, ExecutionDoesNotExist
 */
export function readExecution(account: Account, arn: string): Execution {
  const execution = findExecution(account, arn);
  if (account.clock.now() < execution.knownFrom) throw noSuchExecution(arn);
  return execution;
}

function noSuchExecution(arn: string): AwsError {
  return new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}
