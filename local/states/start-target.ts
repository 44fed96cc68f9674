import { findTestCase, splitTestCase } from '../mocks/find-test-case.ts';
import type { TestCase } from '../mocks/mock-config.ts';
import { type Account, noSuchMachine, requireActive } from './account.ts';
import { parseStateMachineArn } from './arns.ts';
import type { StartTarget } from './execution.ts';
import { pickVersion } from './routing.ts';
import type { MachineState, Revision, StateMachine } from './state-machine.ts';

/**
 * What a start with this ARN runs: the machine's revision, a version, or the version that an alias routes this start to. What the
 * account has just been told may not have arrived here yet, as on AWS. `ARN#TestCase` picks what mocks its tasks.
 * @throws AwsError InvalidArn (for a test case that there is not, too), StateMachineDoesNotExist, StateMachineDeleting
 */
export function resolveStart(account: Account, given: string): StartTarget {
  const { arn, testCase } = splitTestCase(given);
  const unqualified = account.machines.get(arn);
  if (unqualified) {
    const { revision } = stateToStart(unqualified);
    const mocked = pickTestCase(account, unqualified, revision, testCase);
    return { machine: unqualified, revision, version: undefined, alias: undefined, testCase: mocked };
  }
  const end = arn.lastIndexOf(':');
  const machine = account.machines.get(arn.slice(0, end));
  if (machine) return resolveQualified(account, machine, arn, testCase);
  parseStateMachineArn(arn);
  throw noSuchMachine(arn);
}

function resolveQualified(
  account: Account,
  machine: StateMachine,
  arn: string,
  testCase: string | undefined,
): StartTarget {
  const qualifier = arn.slice(machine.arn.length + 1);
  const { versions, aliases } = stateToStart(machine);
  const alias = aliases.get(qualifier);
  const number = alias ? pickVersion(alias.routing, account.random.routing(arn)) : Number(qualifier);
  const version = versions.get(number);
  if (!version) throw noSuchMachine(arn);
  const { revision } = version;
  const mocked = pickTestCase(account, machine, revision, testCase);
  return { machine, revision, version: number, alias: alias && qualifier, testCase: mocked };
}

function pickTestCase(
  { mocks, testCaseFor }: Account,
  { name: stateMachineName }: StateMachine,
  { definitionText: definition }: Revision,
  given: string | undefined,
): TestCase | undefined {
  const name = given ?? testCaseFor?.({ stateMachineName, definition });
  return name === undefined ? undefined : findTestCase(mocks, stateMachineName, name);
}

function stateToStart(machine: StateMachine): MachineState {
  requireActive(machine);
  return machine.state.read() ?? machine.state.current!;
}
