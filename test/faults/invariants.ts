import type { Wire } from '../../local/aws-json.ts';
import { CAUSE_BYTES } from '../../workflow/cause.ts';
import { ENDS, type EndCause } from '../../workflow/ends.ts';
import type { DeploymentEntry, TargetEntry } from '../../workflow/ledger.ts';
import { aliasArnOf, type FaultWorld, machineArn } from './fault-world.ts';

/** What is wrong, in words; empty when every promise was kept. To be asked when the machine and the watchdog are done. */
export async function violations(
  world: FaultWorld,
  executions: readonly string[],
  { drift = false } = {},
): Promise<readonly string[]> {
  const found = [...world.violations];
  for (const machine of world.machines) found.push(...(await aliasViolations(world, machine, drift)));
  for (const arn of executions) found.push(...(await endViolations(world, arn, drift)));
  found.push(...lockViolations(world));
  for (const machine of world.machines) found.push(...(await publishViolations(world, machine)));
  return found;
}

type Routes = readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];

/** Wholly on one version: stable, or a candidate that was promoted; or as somebody else left it. */
async function aliasViolations(world: FaultWorld, machine: string, drift: boolean): Promise<readonly string[]> {
  const timeline = world.timelines.get(aliasArnOf(machine)) ?? [];
  const last = timeline.at(-1);
  if (drift && last?.by === 'somebody' && timeline.length > 1) return [];
  const routes: Routes | undefined = (await world.alias(machine))?.routingConfiguration;
  if (!routes) return timeline[0]?.by === 'somebody' && !drift ? [`alias of ${machine} is gone`] : [];
  if (routes.length !== 1 || routes[0]!.weight !== 100)
    return [`alias of ${machine} is left split: ${JSON.stringify(routes)}`];
  const onCandidate = routes[0]!.stateMachineVersionArn === `${machineArn(machine)}:2`;
  const promoted = deployments(world).some(({ phase }) => phase === 'promoted');
  return onCandidate && !promoted ? [`alias of ${machine} is on a candidate that was not promoted`] : [];
}

/** Each end's promise, literally; the record says the same. */
async function endViolations(world: FaultWorld, executionArn: string, drift: boolean): Promise<readonly string[]> {
  const execution = await world.aws.states.operations.DescribeExecution!({ executionArn }, world.aws.context);
  const { status, error, cause } = execution as { status: string; error?: string; cause?: string };
  const name = executionArn.split(':').at(-1);
  if (status === 'ABORTED') return recordViolations(world, executionArn, undefined);
  if (status === 'SUCCEEDED')
    return [...(await onCandidate(world, name!)), ...recordViolations(world, executionArn, undefined)];
  if (status !== 'FAILED') return [`${name} is ${status}`];
  if (!(ENDS as readonly (string | undefined)[]).includes(error))
    return [`${name} ended as ${error}, which is none of the ends: ${cause}`];
  if (new TextEncoder().encode(cause).length > CAUSE_BYTES) return [`${name}: its cause is too long`];
  const parsed = JSON.parse(cause!) as EndCause;
  const found: string[] = [];
  if (error === 'RolledBack' && parsed.recovery !== 'done')
    found.push(`${name} is RolledBack, but recovery is ${parsed.recovery}`);
  if (error === 'ValidationError' && parsed.recovery !== 'notNeeded')
    found.push(`${name} is ValidationError, but recovery is ${parsed.recovery}`);
  if (error === 'CriticalError' && parsed.recovery === 'handedOver' && !drift)
    found.push(`${name} handed over, but nobody else moved the alias`);
  if (parsed.reason === 'RoutingDrifted' && !drift)
    found.push(`${name} saw drift where there was none: ${parsed.summary}`);
  return [...found, ...recordViolations(world, executionArn, error)];
}

async function onCandidate(world: FaultWorld, name: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const machine of world.machines) {
    const routes: Routes = (await world.alias(machine))?.routingConfiguration ?? [];
    const last = (world.timelines.get(aliasArnOf(machine)) ?? []).at(-1);
    if (last?.by === 'somebody') continue;
    if (routes[0]?.stateMachineVersionArn !== `${machineArn(machine)}:2`)
      wrong.push(`${name} succeeded, but ${machine} is not on its candidate`);
  }
  return wrong;
}

function recordViolations(world: FaultWorld, executionArn: string, error: string | undefined): readonly string[] {
  const text = world.ledger.records.get(executionArn);
  // Events are best effort, and the schedule looks only for locks: a record may be missing, but never wrong.
  if (text === undefined) return [];
  const { outcome } = JSON.parse(text) as { readonly outcome: string };
  return error !== undefined && outcome !== error
    ? [`the record of ${executionArn} says ${outcome}, but it ended as ${error}`]
    : [];
}

/** Once the watchdog is done nothing is locked, but an alias that cannot be taken back. */
function lockViolations(world: FaultWorld): readonly string[] {
  return [...world.ledger.targets].flatMap(([arn, { text }]) => {
    const { owner } = JSON.parse(text) as TargetEntry;
    return owner ? [`${arn} is still locked by ${owner.executionArn}`] : [];
  });
}

async function publishViolations(world: FaultWorld, machine: string): Promise<readonly string[]> {
  const { stateMachineVersions } = (await world.aws.states.operations.ListStateMachineVersions!(
    { stateMachineArn: machineArn(machine) },
    world.aws.context,
  )) as Wire;
  return stateMachineVersions.length > 2 ? [`${machine} has ${stateMachineVersions.length} versions`] : [];
}

function deployments(world: FaultWorld): readonly DeploymentEntry[] {
  return [...world.ledger.deployments.values()].map(({ text }) => JSON.parse(text) as DeploymentEntry);
}
