import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachineAliasesCommand,
  type ListStateMachineAliasesCommandOutput,
} from '@aws-sdk/client-sfn';
import { parseStateMachineArn } from '../../workflow/arns.ts';
import { type Aws, openAws } from '../aws.ts';
import type { Arguments } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { Fault } from '../fault.ts';
import { machineNamed, noSuchMachine } from '../machines.ts';
import type { Known } from './starter.ts';

/** What an alias is called where a machine has none yet. */
const USUAL_ALIAS = 'live';

/**
 * A machine as it is on AWS.
 * @param named its name or ARN
 * @throws Fault when there is no such machine, or its definition may not be read
 */
export async function knownMachine(named: string, values: Arguments['values']): Promise<Known> {
  const aws = openAws(values, named);
  const stateMachineArn = await machineNamed(named, aws);
  const { type, definition } = await aws.sfn
    .send(new DescribeStateMachineCommand({ stateMachineArn }))
    .catch((error: Error) => {
      if (error.name === 'StateMachineDoesNotExist') return noSuchMachine(stateMachineArn, aws);
      throw error;
    });
  if (!definition)
    throw new Fault(
      EXIT.fault,
      `AWS does not show the definition of ${stateMachineArn}: it is encrypted with a key that you may not use.`,
    );
  const aliases = await aliasesOf(stateMachineArn, aws);
  const alias = values.alias !== undefined ? String(values.alias) : aliases.length === 1 ? aliases[0]! : USUAL_ALIAS;
  const stable = aliases.includes(alias) ? await definitionOn(`${stateMachineArn}:${alias}`, aws) : undefined;
  const known = { name: parseStateMachineArn(stateMachineArn)!.name, stateMachineArn, alias, type: type! };
  return stable === undefined || stable === definition
    ? { ...known, stable: definition, candidate: undefined }
    : { ...known, stable, candidate: definition };
}

async function aliasesOf(stateMachineArn: string, { sfn }: Aws): Promise<readonly string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListStateMachineAliasesCommandOutput = await sfn.send(
      new ListStateMachineAliasesCommand({ stateMachineArn, nextToken }),
    );
    for (const { stateMachineAliasArn } of page.stateMachineAliases ?? [])
      names.push(stateMachineAliasArn!.split(':').at(-1)!);
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
}

/** The definition of the version that has most of an alias. */
async function definitionOn(stateMachineAliasArn: string, { sfn }: Aws): Promise<string | undefined> {
  const { routingConfiguration = [] } = await sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
  const [main] = [...routingConfiguration].sort((a, b) => b.weight! - a.weight!);
  if (!main) return undefined;
  const version = new DescribeStateMachineCommand({ stateMachineArn: main.stateMachineVersionArn! });
  return (await sfn.send(version)).definition;
}
