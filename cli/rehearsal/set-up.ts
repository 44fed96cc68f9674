import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { LocalAws } from '../../local/local-aws.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { ALIAS_NAME } from '../../workflow/arns.ts';
import { DEPLOYER_NAME } from '../../workflow/installation.ts';
import { shown } from '../../workflow/parse.ts';
import { roleArn } from '../installed-deployer.ts';
import type { AlarmInput } from '../scenario/alarm.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { stateMachineArn as arnOf } from '../scenario/place.ts';
import type { Scenario, ScenarioMachine } from '../scenario/scenario.ts';
import { requestedAliases } from './requested-aliases.ts';

/** A rehearsed machine as it stands before the deployment. */
export interface Stage {
  readonly machine: ScenarioMachine;
  readonly stateMachineArn: string;
  /** The request's alias of it, there or left absent; undefined where AWS refuses its name, or the request names none. */
  readonly aliasArn?: string;
}

/**
 * Creates a machine with its stable definition as version 1, and on it the request's aliases and those that traffic goes through beside them.
 * @throws ScenarioFault when AWS refuses the machine
 */
export async function setUpMachine(
  aws: LocalAws,
  { sfn }: AwsClients,
  scenario: Scenario,
  machine: ScenarioMachine,
): Promise<Stage> {
  const { name, createAlias } = machine;
  const stateMachineArn = arnOf(name);
  // The deployer is there already.
  if (!machine.upgrade) await createMachine(aws, sfn, scenario.file, machine);
  const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  const usable: string[] = [];
  const requested = requestedAliases(scenario.request, stateMachineArn);
  for (const alias of requested) {
    if (await prepareAlias(sfn, alias, stateMachineVersionArn!, createAlias)) usable.push(alias);
  }
  if (machine.released) await releaseCandidate({ sfn }, { machine, stateMachineArn }, usable);
  for (const alias of aliasesBeside(requested, machine)) await prepareAlias(sfn, alias, stateMachineVersionArn!, true);
  return {
    machine,
    stateMachineArn,
    ...(usable[0] === undefined ? {} : { aliasArn: `${stateMachineArn}:${usable[0]}` }),
  };
}

/** @throws ScenarioFault when AWS refuses the machine */
async function createMachine(
  aws: LocalAws,
  sfn: AwsClients['sfn'],
  file: string,
  { name, path, type, stable }: ScenarioMachine,
): Promise<void> {
  const refuseName = (expected: string) => refused(file, `${path}.name`, shown(name), expected);
  if (name === DEPLOYER_NAME)
    throw refuseName('another name than the deployer has, or "deployer" in place of stable and candidate');
  const create = new CreateStateMachineCommand({ name, type, definition: stable.text, roleArn: roleArn(aws) });
  await asScenario(sfn.send(create), (error) =>
    isAboutName(error) ? refuseName(`a name AWS accepts (${said(error)})`) : refusedDefinition(stable.file, error),
  );
}

/** Those that traffic goes through, and that the request does not name. */
function aliasesBeside(requested: readonly string[], { traffic }: ScenarioMachine): readonly string[] {
  const named = traffic.phases.flatMap(({ through }) => (typeof through === 'string' ? [through] : []));
  return [...new Set(named)].filter((alias) => !requested.includes(alias));
}

/** AWS has an error of its own for forbidden characters; other constraints say which member they are about. */
function isAboutName({ name, message }: Error): boolean {
  return name === 'InvalidName' || message.includes("at 'name' failed");
}

/** Whether AWS takes the alias's name; makes the alias, unless the scenario leaves it absent. */
async function prepareAlias(
  sfn: AwsClients['sfn'],
  name: string,
  versionArn: string,
  create: boolean,
): Promise<boolean> {
  if (!create) return ALIAS_NAME.test(name);
  const routingConfiguration = [{ stateMachineVersionArn: versionArn, weight: 100 }];
  try {
    await sfn.send(new CreateStateMachineAliasCommand({ name, routingConfiguration }));
    return true;
  } catch (error) {
    // The request is the deployer's to refuse, not the rehearsal's.
    if ((error as Error).name === 'InvalidName' || (error as Error).name === 'ValidationException') return false;
    throw error;
  }
}

/** @throws ScenarioFault for an alarm that AWS refuses */
export async function putAlarms(aws: LocalAws, scenario: Scenario): Promise<void> {
  for (const [index, alarm] of scenario.alarms.entries()) {
    const operation = 'AlarmRule' in alarm ? 'PutCompositeAlarm' : 'PutMetricAlarm';
    // Not through the SDK's client, which drops or bends what has the wrong type before AWS could refuse it.
    const put = async (input: AlarmInput) => aws.cloudwatch.operations[operation]!(input, aws.context);
    await asScenario(put(alarm), (error) =>
      refused(scenario.file, `alarms[${index}]`, shown(alarm.AlarmName), `an alarm AWS accepts (${said(error)})`),
    );
  }
}

/**
 * Makes the candidate the machine's current revision, unpublished.
 * @throws ScenarioFault when AWS refuses the definition
 */
export async function uploadCandidate(
  { sfn }: Pick<AwsClients, 'sfn'>,
  { machine, stateMachineArn }: Stage,
): Promise<void> {
  const { candidate } = machine;
  const update = new UpdateStateMachineCommand({ stateMachineArn, definition: candidate.text });
  await asScenario(sfn.send(update), (error) => refusedDefinition(candidate.file, error));
}

/** Gives the aliases wholly to the candidate, as somebody would by hand. */
async function releaseCandidate(
  clients: Pick<AwsClients, 'sfn'>,
  stage: Stage,
  aliases: readonly string[],
): Promise<void> {
  await uploadCandidate(clients, stage);
  const { sfn } = clients;
  const { stateMachineArn } = stage;
  const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  for (const alias of aliases) {
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    const stateMachineAliasArn = `${stateMachineArn}:${alias}`;
    await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
  }
}

function refusedDefinition(file: string, error: Error): ScenarioFault {
  return new ScenarioFault(`${file}: found a definition AWS refuses, expected one it accepts (${said(error)})`);
}

function refused(file: string, path: string, found: string, expected: string): ScenarioFault {
  return new ScenarioFault(`${file}: ${path}: found ${found}, expected ${expected}`);
}

function said(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** Whatever AWS refuses here is the scenario's fault; faults of local AWS itself stay what they are. */
async function asScenario<T>(call: Promise<T>, fault: (error: Error) => ScenarioFault): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw (error as Error).name === 'InternalFailure' ? error : fault(error as Error);
  }
}
