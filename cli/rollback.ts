import { aliasArn, parseVersionArn, versionNumber } from '../workflow/arns.ts';
import type { TargetKey } from '../workflow/ledger.ts';
import type { Aws } from './aws.ts';
import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { requireDeployment, tellDecision } from './decide.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift rollback: takes a release back

Usage: stepshift rollback DEPLOYMENT [OPTIONS]

${DEPLOYMENT_HELP}

While the deployment runs it is told to roll back, and is followed until it has. After it
has succeeded the version before it is restored: at once, without alarms and without bake.

Options:
  --to VERSION        restores this version, by number or ARN, whatever stands in the way: a
                      deployment that runs gives way
  --reason TEXT       why, for the record
  --by NAME           who you are, for the record (default: STEPSHIFT_ACTOR, or your user
                      name)
  --detach            does not follow it: 0 once it is told
${DEPLOYER_OPTIONS_HELP}
  --json              the audit record as one JSON object on stdout
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift rollback orders:live
  stepshift rollback orders:live --to 41 --reason "orders are lost"
  stepshift rollback arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7

Exit codes:
  ${EXIT.ok}  the alias is back
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  there is nothing to take back, or nothing to take it back to
  ${EXIT.criticalError}  CriticalError
  ${EXIT.unexpected}  the deployment went another way: it was over before it heard
  130 Ctrl-C: the roll-back goes on
`;

/** `stepshift rollback DEPLOYMENT`. */
export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'takes a release back',
  help: HELP,
  options: {
    ...DEPLOYER_OPTIONS,
    to: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    detach: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, screen) => {
    const named = requireDeployment(given, 'rollback');
    const { values } = given;
    if (values.to !== undefined) return restoreNamed(named, String(values.to), given, screen);
    const { deploymentNamed } = await import('./deployment-named.ts');
    const { executionArn, aws } = await deploymentNamed(named, values);
    const entry = (await aws.ports.ledger.deployments.read(executionArn))?.entry;
    if (entry?.open) return rollBack(executionArn, aws, given, screen);
    const target = onlyTarget(executionArn, entry?.targets);
    const before = await versionBefore(target, aws);
    return restore(target, before, aws, given, screen);
  },
};

async function rollBack(executionArn: string, aws: Aws, given: Arguments, screen: Screen): Promise<number> {
  const { values } = given;
  const quiet = values.detach ? screen : { ...screen, print: screen.note };
  await tellDecision(
    'rollBack',
    executionArn,
    aws,
    { values: values.detach ? values : { ...values, json: false } },
    quiet,
  );
  if (values.detach) return EXIT.ok;
  const { watchOnScreen } = await import('./watching/watched.ts');
  return watchOnScreen(executionArn, aws, given, screen, { expected: 'RolledBack' });
}

async function restoreNamed(named: string, to: string, given: Arguments, screen: Screen): Promise<number> {
  const [{ deploymentNamed }, { parseTarget, targetNamed }, { openAws }] = await Promise.all([
    import('./deployment-named.ts'),
    import('./machines.ts'),
    import('./aws.ts'),
  ]);
  if (parseTarget(named) && !named.includes(':execution:')) {
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
 * The version that the alias was on before the one it is on now, as the audit records tell.
 * @throws Fault where they do not
 */
async function versionBefore(target: TargetKey, aws: Aws): Promise<string> {
  const [{ targetText }, { storedRecord }] = await Promise.all([
    import('./machines.ts'),
    import('./watching/record-of.ts'),
  ]);
  const { ports } = aws;
  const live = await ports.aliases.read(aliasArn(target.stateMachineArn, target.alias));
  const routes = (live?.routes ?? []).filter(({ weight }) => weight > 0);
  for (const executionArn of await ports.ledger.deployments.of(target, LOOK_BACK)) {
    const record = await storedRecord(executionArn, aws);
    if (record?.outcome !== 'Succeeded') continue;
    const own = record.targets.find(
      ({ stateMachineArn, alias }) => stateMachineArn === target.stateMachineArn && alias === target.alias,
    );
    if (own?.candidate?.versionArn !== routes[0]?.versionArn || routes.length !== 1) continue;
    if (own?.found.kind === 'whole' && own.found.versionArn !== routes[0]?.versionArn) return own.found.versionArn;
  }
  const on = routes[0] ? `which is on version ${versionNumber(routes[0].versionArn)}` : 'which is not there';
  throw new Fault(
    EXIT.validationError,
    `The ledger does not tell what was before on ${targetText(target)}, ${on}: name the version by --to.`,
  );
}

async function restore(
  target: TargetKey,
  versionArn: string,
  aws: Aws,
  given: Arguments,
  screen: Screen,
): Promise<number> {
  const [{ deploy }, { targetText }] = await Promise.all([import('./deploy.ts'), import('./machines.ts')]);
  screen.note(`Restoring version ${versionNumber(versionArn)} on ${targetText(target)}\n`);
  const { reason } = given.values;
  const request = { ...target, restore: { versionArn }, ...(reason === undefined ? {} : { reason }) };
  // Each restore is one of its own: in an emergency nothing that was done before may count.
  return deploy(request, { values: given.values, attempt: 1, run: `restore ${Date.now()}` }, aws, screen);
}
