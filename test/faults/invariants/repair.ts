import type { FaultWorld } from '../fault-world.ts';
import { WATCHDOG } from '../invocation.ts';
import type { Routes } from '../moments.ts';

const UPDATE =
  /^aws stepfunctions update-state-machine-alias --region us-east-1 --state-machine-alias-arn (\S+) --routing-configuration '(.+)'$/;
const DELETE = /^aws stepfunctions delete-state-machine-alias --region us-east-1 --state-machine-alias-arn (\S+)$/;
const RECOVER = /^stepshift recover (\S+)$/;

/** What a command of the AWS CLI leaves an alias with; undefined where it is no such command. */
export function repairedTraffic(command: string): { readonly aliasArn: string; readonly routes?: Routes } | undefined {
  const [, updated, routing] = UPDATE.exec(command) ?? [];
  if (updated) return { aliasArn: updated, routes: JSON.parse(routing!) as Routes };
  const [, deleted] = DELETE.exec(command) ?? [];
  return deleted ? { aliasArn: deleted } : undefined;
}

/** A person does what the deployer tells. */
export async function carryOut(command: string, world: FaultWorld): Promise<void> {
  const repaired = repairedTraffic(command);
  const recover = RECOVER.exec(command)?.[1];
  if (repaired?.routes) {
    const { aliasArn: stateMachineAliasArn, routes: routingConfiguration } = repaired;
    await world.call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration });
  } else if (repaired) {
    await world.call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn: repaired.aliasArn });
  } else if (recover) {
    await world.aws.lambda.invoke(`stepshift-${WATCHDOG}`, JSON.stringify({ executionArn: recover }));
  } else {
    throw new Error(`nobody can carry out: ${command}`);
  }
  world.witness.count('repairs carried out');
}
