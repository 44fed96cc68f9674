import { type Account, noSuchMachine, requireActive } from './account.ts';
import { parseStateMachineArn } from './arns.ts';
import type { StartTarget } from './execution.ts';
import { pickVersion } from './routing.ts';
import type { MachineState, StateMachine } from './state-machine.ts';

/**
 * What a start with this ARN runs: the machine's revision, a version, or the version that an alias routes this start to. What the
 * account has just been told may not have arrived here yet, as on AWS.
 * @throws AwsError InvalidArn, StateMachineDoesNotExist, StateMachineDeleting
 */
export function resolveStart(account: Account, arn: string): StartTarget {
  const unqualified = account.machines.get(arn);
  if (unqualified) {
    return { machine: unqualified, revision: stateToStart(unqualified).revision, version: undefined, alias: undefined };
  }
  const end = arn.lastIndexOf(':');
  const machine = account.machines.get(arn.slice(0, end));
  if (machine) return resolveQualified(account, machine, arn, arn.slice(end + 1));
  parseStateMachineArn(arn);
  throw noSuchMachine(arn);
}

function resolveQualified(account: Account, machine: StateMachine, arn: string, qualifier: string): StartTarget {
  const { versions, aliases } = stateToStart(machine);
  const alias = aliases.get(qualifier);
  const number = alias ? pickVersion(alias.routing, account.random.routing(arn)) : Number(qualifier);
  const version = versions.get(number);
  if (!version) throw noSuchMachine(arn);
  return { machine, revision: version.revision, version: number, alias: alias && qualifier };
}

function stateToStart(machine: StateMachine): MachineState {
  requireActive(machine);
  return machine.state.read() ?? machine.state.current!;
}
