import { isRestore } from '../../report/outcome.ts';
import { aliasArn, parseVersionArn, targetName, versionNumber } from '../../workflow/arns.ts';
import type { DeploymentEntry, TargetKey } from '../../workflow/ledger.ts';
import { type Aws, openAws } from '../aws.ts';
import { deployerOf } from '../aws-options.ts';
import { type Arguments, UsageFault } from '../command.ts';
import { deploy } from '../deploying/deploy.ts';
import { deploymentNamed } from '../deployment-named.ts';
import { deploymentsOf } from '../deployments-of.ts';
import { EXIT } from '../exit-codes.ts';
import { Fault } from '../fault.ts';
import { parseTarget, targetNamed } from '../machines.ts';
import type { Screen } from '../screen.ts';
import { storedRecord } from '../watching/record-of.ts';
import { watchOnScreen } from '../watching/watched.ts';
import { tellDecision } from './tell.ts';

/**
 * Takes a release back: by a decision while it is deployed, by restoring the version before it later. Answers the exit code.
 * @throws Fault where there is nothing to take back, or nothing to take it back to
 */
export async function takeBack(named: string, asked: Arguments, screen: Screen): Promise<number> {
  // What is restored later is so by the same deployer.
  const values: Arguments['values'] = { ...asked.values, deployer: deployerOf(asked.values, named) };
  const given = { ...asked, values };
  if (values.to !== undefined) return restoreNamed(named, String(values.to), given, screen);
  const { executionArn, aws } = await deploymentNamed(named, values);
  const entry = (await aws.ports.ledger.deployments.read(executionArn))?.entry;
  if (entry?.open) return rollBack(executionArn, entry, aws, given, screen);
  // Of a deployment of several targets it may be one that is named.
  const target = parseTarget(named) ? await targetNamed(named, aws) : onlyTarget(executionArn, entry?.targets);
  return restore(target, await versionBefore(target, aws), aws, given, screen);
}

async function rollBack(
  executionArn: string,
  { phase }: DeploymentEntry,
  aws: Aws,
  given: Arguments,
  screen: Screen,
): Promise<number> {
  const { values } = given;
  const quiet = values.detach ? screen : { ...screen, print: screen.note };
  const told = { values: values.detach ? values : { ...values, json: false } };
  if (phase === 'back') screen.note(`It is on its way back already: ${executionArn}\n`);
  else await tellDecision('rollBack', executionArn, aws, told, quiet);
  if (values.detach) return EXIT.ok;
  return watchOnScreen(executionArn, aws, given, screen, { expected: 'RolledBack' });
}

async function restoreNamed(named: string, to: string, given: Arguments, screen: Screen): Promise<number> {
  if (parseTarget(named)) {
    const aws = openAws(given.values, named);
    const target = await targetNamed(named, aws);
    return restore(target, versionArnOf(to, target), aws, given, screen);
  }
  const { executionArn, aws } = await deploymentNamed(named, given.values);
  const target = onlyTarget(executionArn, (await aws.ports.ledger.deployments.read(executionArn))?.entry.targets);
  return restore(target, versionArnOf(to, target), aws, given, screen);
}

/** @throws UsageFault for what is no version of the target's machine */
function versionArnOf(to: string, { stateMachineArn }: TargetKey): string {
  const arn = /^[1-9]\d{0,8}$/.test(to) ? `${stateMachineArn}:${to}` : to;
  if (parseVersionArn(arn)?.stateMachineArn === stateMachineArn) return arn;
  throw new UsageFault(
    `--to: found ${JSON.stringify(to)}, expected a version's number, or its ARN, of ${stateMachineArn}.`,
  );
}

function onlyTarget(executionArn: string, targets: readonly TargetKey[] | undefined): TargetKey {
  const [target, ...others] = targets ?? [];
  if (!target)
    throw new Fault(
      EXIT.validationError,
      `The ledger knows no target of ${executionArn}: name the target (orders:live).`,
    );
  if (others.length > 0)
    throw new Fault(
      EXIT.validationError,
      `${executionArn} had ${targets!.length} targets: roll each back by its name (orders:live).`,
    );
  return target;
}

/** So many deployments are looked through for the one that put the alias where it is. */
const LOOK_BACK = 50;

/**
 * The version that the alias was on before the one it is on now was deployed, as the audit records tell. A restore deployed nothing: what it took away is not what to go
 * back to, so a second roll-back goes further back.
 * @throws Fault where they do not
 */
async function versionBefore(target: TargetKey, aws: Aws): Promise<string> {
  const { ports } = aws;
  const live = await ports.aliases.read(aliasArn(target.stateMachineArn, target.alias));
  const routes = (live?.routes ?? []).filter(({ weight }) => weight > 0);
  for (const executionArn of (await deploymentsOf(target, aws)).slice(0, LOOK_BACK)) {
    const record = await storedRecord(executionArn, aws);
    if (record?.outcome !== 'Succeeded' || isRestore(record)) continue;
    const own = record.targets.find(
      ({ stateMachineArn, alias }) => stateMachineArn === target.stateMachineArn && alias === target.alias,
    );
    if (own?.candidate?.versionArn !== routes[0]?.versionArn || routes.length !== 1) continue;
    if (own?.found.kind === 'whole' && own.found.versionArn !== routes[0]?.versionArn) return own.found.versionArn;
  }
  const on = routes[0] ? `which is on version ${versionNumber(routes[0].versionArn)}` : 'which is not there';
  throw new Fault(
    EXIT.validationError,
    `The ledger does not tell what was before on ${targetName(target)}, ${on}: name the version by --to.`,
  );
}

async function restore(
  target: TargetKey,
  versionArn: string,
  aws: Aws,
  given: Arguments,
  screen: Screen,
): Promise<number> {
  screen.note(`Restoring version ${versionNumber(versionArn)} on ${targetName(target)}\n`);
  const { reason } = given.values;
  const request = { ...target, restore: { versionArn }, ...(reason === undefined ? {} : { reason }) };
  // Each restore is one of its own: in an emergency nothing that was done before may count.
  return deploy(request, { values: given.values, attempt: 1, run: `restore ${Date.now()}` }, aws, screen);
}
