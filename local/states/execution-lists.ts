import { AwsError, type Operation, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { type Account, noSuchMachine, readMachine } from './account.ts';
import { parseStateMachineArn, type StateMachineArn } from './arns.ts';
import { listedExecution } from './describe-execution.ts';
import { type Execution, seemsRunning } from './execution.ts';
import { page } from './pages.ts';
import { endedAs } from './retention.ts';
import { type MachineState, stateOf } from './state-machine.ts';

export function executionListOperations(account: Account): Record<string, Operation> {
  return { ListExecutions: (input) => listExecutions(account, input) };
}

/** Latest first: running ones by their start or redrive, others by their end. */
function listExecutions(account: Account, input: Wire): Wire {
  const arn = readTarget(input);
  const found = readMachine(account, arn.machineArn);
  if (!found) throw noSuchMachine(arn.arn);
  if (found.machine.type === 'EXPRESS') {
    const message = 'This operation is not supported by this type of state machine';
    throw new AwsError('StateMachineTypeNotSupported', message);
  }
  const now = account.clock.now();
  const { executions } = found.machine;
  const listed: Execution[] = [];
  const { statusFilter } = input;
  const asked = !statusFilter || statusFilter === 'RUNNING' ? executions : endedAs(found.machine, statusFilter);
  for (const execution of asked) {
    if (hasStatus(execution, statusFilter, now) && isAssociated(execution, arn) && execution.knownFrom <= now)
      listed.push(execution);
  }
  if (listed.length === 0 && !exists(arn, stateOf(found.machine)) && !some(executions, arn))
    throw noSuchMachine(arn.arn);
  listed.reverse().sort((one, other) => latest(other, now) - latest(one, now));
  const { items, nextToken } = page(listed, input, {
    scope: `ListExecutions ${arn.arn} ${input.statusFilter ?? ''}`,
    keyOf: (execution) => execution.arn,
    now,
  });
  return { executions: items.map((execution) => listedExecution(execution, now)), ...(nextToken && { nextToken }) };
}

function readTarget({ stateMachineArn, mapRunArn, statusFilter, redriveFilter }: Wire): StateMachineArn {
  if (mapRunArn !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'local AWS keeps no executions of Map Runs (mapRunArn of ListExecutions)',
    );
  }
  if (stateMachineArn === undefined) {
    const message = 'Must provide a StateMachine ARN or MapRun ARN';
    throw new AwsError('ValidationException', message, { reason: 'MISSING_REQUIRED_PARAMETER' });
  }
  const onlyForMapRuns =
    redriveFilter !== undefined ? 'redriveFilter' : statusFilter === 'PENDING_REDRIVE' ? statusFilter : '';
  if (onlyForMapRuns) throw new AwsError('ValidationException', `${onlyForMapRuns} is only supported with mapRunArn`);
  return parseStateMachineArn(stateMachineArn);
}

function isAssociated(execution: Execution, arn: StateMachineArn): boolean {
  if (arn.kind === 'version') return execution.version === arn.version;
  return arn.kind === 'machine' || execution.alias === arn.alias;
}

function exists(arn: StateMachineArn, { versions, aliases }: MachineState): boolean {
  if (arn.kind === 'version') return versions.has(arn.version);
  return arn.kind === 'machine' || aliases.has(arn.alias);
}

function hasStatus(execution: Execution, wanted: Execution['status'] | undefined, now: EpochMillis): boolean {
  if (!wanted) return true;
  if (wanted === 'RUNNING') return seemsRunning(execution, now);
  return execution.status === wanted && !seemsRunning(execution, now);
}

function some(executions: Iterable<Execution>, arn: StateMachineArn): boolean {
  for (const execution of executions) if (isAssociated(execution, arn)) return true;
  return false;
}

function latest(execution: Execution, now: EpochMillis): EpochMillis {
  return seemsRunning(execution, now) ? (execution.redriveDate ?? execution.startDate) : execution.stopDate!;
}
