import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-sfn';
import { packageVersion } from '../../package-version.ts';
import type { AliasReading } from '../../tasks/ports/aliases.ts';
import { aliasArn } from '../../workflow/arns.ts';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { DEPLOYER_ALIAS, VERSION_TAG } from '../../workflow/installation.ts';
import { routesInWords } from '../../workflow/routes.ts';
import type { Aws } from '../aws.ts';
import { toldOf } from '../aws-fault.ts';
import { ledgerNameOf } from '../aws-options.ts';
import type { Arguments } from '../command.ts';
import { NotInstalled } from '../deployer-named.ts';
import { checked, type Finding, good } from './finding.ts';

/** Is the deployer there, which version is it, and may this identity do what the commands need? Changes nothing. */
export async function checkDeployer(
  deployer: string,
  values: Arguments['values'],
  aws: Aws,
): Promise<readonly Finding[]> {
  const checks = [
    () => checkMachine(deployer, aws),
    () => checkWatching(deployer, aws),
    () => checkLedger(ledgerNameOf(values), aws),
    () => checkDeciding(ledgerNameOf(values), aws),
  ];
  const findings = await Promise.all(checks.map(checked));
  const untried = {
    kind: 'untried',
    text: 'states:StartExecution and states:StopExecution on it: only using them would tell',
  } as const;
  return [...findings.flat(), untried];
}

async function checkMachine(deployer: string, aws: Aws): Promise<readonly Finding[]> {
  const { sfn } = aws;
  const machine = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: deployer })).catch((error) => {
    throw error.name === 'StateMachineDoesNotExist' ? new NotInstalled(deployer) : error;
  });
  const { tags = [] } = await sfn
    .send(new ListTagsForResourceCommand({ resourceArn: deployer }))
    .catch(() => ({}) as { tags?: [] });
  const version = tags.find(({ key }) => key === VERSION_TAG)?.value;
  const installed = good(
    `deployer ${deployer}, ${version ? `version ${version}` : 'of a version that it does not tell'}`,
  );
  const difference = differenceOf(machine.definition);
  return [
    installed,
    ...(difference === undefined ? [] : [{ kind: 'warning', text: difference } as const]),
    ...(await checkAlias(deployer, aws)),
  ];
}

/** Commands read what the deployer's states say: those of another version may be other states. */
function differenceOf(definition: string | undefined): string | undefined {
  const known = Object.keys(deployerDefinition({} as FunctionArns).States);
  const { States = {} } = JSON.parse(definition ?? '{}') as { readonly States?: object };
  const missing = known.filter((name) => !Object.hasOwn(States, name));
  const added = Object.keys(States).filter((name) => !known.includes(name));
  if (missing.length + added.length === 0) return undefined;
  return `it is of another version than this command (${packageVersion()}), whose states are others: ${[...missing.map((name) => `no ${name}`), ...added].join(', ')}`;
}

/** Starting needs no permission to look at the alias: without it an upgrade under way is only not seen. */
async function checkAlias(deployer: string, { ports }: Aws): Promise<readonly Finding[]> {
  try {
    const live = await ports.aliases.read(aliasArn(deployer, DEPLOYER_ALIAS));
    return [live ? aliasInWords(live) : NO_ALIAS];
  } catch (error) {
    if (!(error instanceof Error) || !toldOf(error)) throw error;
    const text = `states:DescribeStateMachineAlias on it: where its alias ${DEPLOYER_ALIAS} stands is not known (${toldOf(error)!.text})`;
    return [{ kind: 'untried', text }];
  }
}

const NO_ALIAS: Finding = {
  kind: 'warning',
  text: `it has no alias ${DEPLOYER_ALIAS}: deployments start its newest revision as soon as that is uploaded`,
};

function aliasInWords({ routes }: AliasReading): Finding {
  const carrying = routes.filter(({ weight }) => weight > 0);
  const text = `deployments are started through its alias ${DEPLOYER_ALIAS}: ${routesInWords(carrying)}`;
  return carrying.length === 1 ? good(text) : { kind: 'warning', text: `${text}; an upgrade of it is under way` };
}

async function checkWatching(stateMachineArn: string, { sfn, ports }: Aws): Promise<readonly Finding[]> {
  const { executions = [] } = await sfn
    .send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }))
    .catch((error) => {
      // That it is missing is told already.
      if (error.name === 'StateMachineDoesNotExist') return { executions: [] };
      throw error;
    });
  const last = executions[0]?.executionArn;
  if (last === undefined) return [good('deployments can be listed; there is none to be watched yet')];
  await ports.executions.read(last);
  await sfn.send(new GetExecutionHistoryCommand({ executionArn: last, maxResults: 1 }));
  return [good('deployments can be listed and watched')];
}

async function checkLedger(table: string, { ports }: Aws): Promise<readonly Finding[]> {
  const unfinished = await ports.ledger.deployments.unfinished();
  await ports.ledger.deployments.read('doctor');
  const left = unfinished.length === 0 ? '' : `, ${unfinished.length} unfinished deployments in it`;
  return [good(`ledger ${table} can be read${left}`)];
}

/** A write whose condition cannot hold: AWS asks for the permission first. */
async function checkDeciding(TableName: string, { dynamodb }: Aws): Promise<readonly Finding[]> {
  const put = new PutItemCommand({
    TableName,
    Item: { pk: { S: 'doctor' }, sk: { S: 'doctor' } },
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(pk)',
  });
  try {
    await dynamodb.send(put);
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
  }
  return [good('decisions can be told: pause, resume, approve, promote, rollback')];
}
