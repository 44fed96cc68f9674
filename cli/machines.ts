import { paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { ALIAS_NAME, parseStateMachineArn } from '../workflow/arns.ts';
import type { TargetKey } from '../workflow/ledger.ts';
import type { Aws } from './aws.ts';
import { UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';
import { nearestOf } from './nearest.ts';

/** What people call a target: `orders:live`, or its alias's ARN. */
interface NamedTarget {
  /** A name or an ARN. */
  readonly machine: string;
  readonly alias: string;
}

/** Undefined for what is no target: it has an alias after its last colon. */
export function parseTarget(text: string): NamedTarget | undefined {
  const colon = text.lastIndexOf(':');
  const machine = text.slice(0, Math.max(0, colon));
  const alias = text.slice(colon + 1);
  if (!ALIAS_NAME.test(alias) || machine === '') return undefined;
  return machine.includes(':') && !parseStateMachineArn(machine) ? undefined : { machine, alias };
}

/**
 * The target that a person names.
 * @throws UsageFault for a text that names none, Fault when there is no such machine
 */
export async function targetNamed(text: string, aws: Pick<Aws, 'sfn'>): Promise<TargetKey> {
  const named = parseTarget(text);
  if (!named)
    throw new UsageFault(
      `TARGET: found ${JSON.stringify(text)}, expected a machine and its alias (orders:live), or the alias's ARN.`,
    );
  return { stateMachineArn: await machineNamed(named.machine, aws), alias: named.alias };
}

/**
 * The ARN of the machine of that name; an ARN is taken as it is.
 * @throws Fault when there is none of that name, with those that are named alike
 */
export async function machineNamed(named: string, { sfn }: Pick<Aws, 'sfn'>): Promise<string> {
  if (parseStateMachineArn(named)) return named;
  const machines = await machinesOf(sfn);
  return machines.get(named) ?? refuse(named, machines);
}

/** @throws Fault always, with those machines that are named alike */
export async function noSuchMachine(arn: string, { sfn }: Pick<Aws, 'sfn'>): Promise<never> {
  // Who may deploy one machine need not be allowed to list them all.
  const machines = await machinesOf(sfn).catch(() => new Map<string, string>());
  return refuse(arn, machines);
}

function refuse(named: string, known: ReadonlyMap<string, string>): never {
  const name = parseStateMachineArn(named)?.name ?? named;
  // Of that name, elsewhere: no other name is meant.
  const near = known.has(name) ? [known.get(name)!] : nearestOf(name, [...known.keys()]);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'look at the region and the account.';
  throw new Fault(EXIT.validationError, `There is no state machine ${named} here: ${hint}`);
}

/** By name. */
async function machinesOf(client: SFNClient): Promise<ReadonlyMap<string, string>> {
  const arns = new Map<string, string>();
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, { maxResults: 1000 }))
    for (const { name, stateMachineArn } of stateMachines) arns.set(name!, stateMachineArn!);
  return arns;
}
