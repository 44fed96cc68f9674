import type { Wire } from '../../local/aws-json.ts';
import { CAUSE_BYTES } from '../../workflow/cause.ts';
import { ENDS, type EndCause } from '../../workflow/ends.ts';
import type { DeploymentEntry, TargetEntry } from '../../workflow/ledger.ts';
import { aliasArnOf, type Ended, type FaultWorld, machineArn, type Routes } from './fault-world.ts';

export interface Expectations {
  /** Somebody else moved an alias. */
  readonly drift?: boolean;
  /** The first execution's end, where what went wrong passes by itself. */
  readonly expected?: string;
  /** Events of ends may be lost: then a record may be missing. */
  readonly eventsLost?: boolean;
}

/** What is wrong, in words; empty when every promise was kept. To be asked when the machine and the watchdog are done. */
export async function violations(
  world: FaultWorld,
  executions: readonly string[],
  { drift = false, expected, eventsLost = true }: Expectations = {},
): Promise<readonly string[]> {
  const found = [...world.violations];
  for (const machine of world.machines) found.push(...(await aliasViolations(world, machine, drift)));
  for (const arn of executions) found.push(...(await endViolations(world, arn, drift)));
  found.push(...lockViolations(world));
  for (const machine of world.machines) found.push(...(await publishViolations(world, machine)));
  for (const ended of world.ends) found.push(...momentViolations(world, ended, drift));
  found.push(...finalViolations(world, drift));
  if (!eventsLost) for (const arn of executions) found.push(...missingRecord(world, arn));
  for (const arn of executions) found.push(...untrueRecord(world, arn));
  const first = world.ends.find(({ executionArn }) => executionArn === executions[0]);
  const end = first?.error ?? (first?.type === 'ExecutionSucceeded' ? 'Succeeded' : first?.type);
  if (expected !== undefined && end !== expected)
    found.push(`END CHANGED: expected ${expected}, ended as ${end}: ${first?.cause?.slice(0, 300)}`);
  return found;
}

function text(routes: Routes | undefined): string {
  return (routes ?? [])
    .filter(({ weight }) => weight > 0)
    .map(({ stateMachineVersionArn, weight }) => `${stateMachineVersionArn.split(':').at(-1)}=${weight}`)
    .join(' ');
}

/** What an end promises must be so at the moment it ends, not only when the watchdog has tidied up. */
function momentViolations(world: FaultWorld, ended: Ended, drift: boolean): readonly string[] {
  const { executionArn, type, error, cause } = ended;
  const name = executionArn.split(':').at(-1);
  const found: string[] = [];
  const locked = [...ended.locks].filter(([, owner]) => owner === executionArn).map(([arn]) => arn);
  const end = type === 'ExecutionSucceeded' ? 'Succeeded' : error;
  if (end === undefined) return [];
  const { recovery, repair = [] } = (cause ? JSON.parse(cause) : {}) as Partial<EndCause>;
  if (end !== 'CriticalError' && locked.length > 0) found.push(`LOCKED AT END: ${name} is ${end} and holds ${locked}`);
  for (const machine of world.machines) {
    const moment = ended.aliases.get(machine);
    const found0 = (world.timelines.get(aliasArnOf(machine)) ?? [])[0];
    const first = found0?.by === 'somebody' ? text(found0.routes) : '';
    if (drift && moment?.by === 'somebody') continue;
    const now = text(moment?.routes);
    if (end === 'Succeeded' && now !== '2=100')
      found.push(`UNTRUE AT END: ${name} is Succeeded, ${machine} has "${now}"`);
    if (end === 'Succeeded' && moment?.by === executionArn && moment.routes!.length !== 1)
      found.push(`UNTRUE AT END: ${name} is Succeeded, ${machine} has two routes`);
    if (end === 'RolledBack' && now !== first)
      found.push(`UNTRUE AT END: ${name} is RolledBack, ${machine} has "${now}", found was "${first}"`);
    if (end === 'CriticalError' && recovery === 'done' && now !== '2=100' && now !== '1=100' && now !== '')
      found.push(`UNTRUE AT END: ${name} says recovery done, ${machine} has "${now}"`);
    const owner = ended.locks.get(aliasArnOf(machine));
    if (repair.some((line) => line.includes(aliasArnOf(machine))) && owner !== undefined && owner !== executionArn)
      found.push(
        `DANGEROUS REPAIR: ${name} tells to move ${machine}'s alias by hand, while ${owner.split(':').at(-1)} deploys it`,
      );
  }
  if (
    end === 'ValidationError' &&
    world.issued.some(({ by, holder }) => by === executionArn && holder === executionArn)
  )
    found.push(`UNTRUE AT END: ${name} is ValidationError, but asked for an alias write`);
  if (end === 'CriticalError' && recovery === 'pending')
    for (const arn of locked)
      if (!repair.some((line) => line.includes(arn)))
        found.push(`NO REPAIR: ${name} leaves ${arn} locked without a command`);
  if (end === 'CriticalError' && recovery !== 'pending' && locked.length > 0)
    found.push(`LOCKED AT END: ${name} says recovery ${recovery}, but holds ${locked}`);
  if (end === 'CriticalError' && recovery === 'pending' && locked.length === 0)
    found.push(
      `PENDING OF NOTHING: ${name} (${(JSON.parse(cause!) as EndCause).reason}) says pending, but holds no lock`,
    );
  return found;
}

/** Promoted is forward to the end, everything else is back. */
function finalViolations(world: FaultWorld, drift: boolean): readonly string[] {
  const promoted = deployments(world).some(({ phase }) => phase === 'promoted');
  const open = deployments(world).filter((entry) => entry.open);
  return [
    ...open.map(({ owner }) => `STILL OPEN: ${owner.executionArn}`),
    ...world.machines.flatMap((machine) => {
      const timeline = world.timelines.get(aliasArnOf(machine)) ?? [];
      if (drift && timeline.at(-1)?.by === 'somebody' && timeline.length > 1) return [];
      const now = text(timeline.at(-1)?.routes);
      const stable = timeline[0]?.by === 'somebody' ? text(timeline[0].routes) : '';
      const right = promoted ? '2=100' : stable;
      return now === right || drift ? [] : [`FINALLY WRONG: ${machine} has "${now}", and promoted is ${promoted}`];
    }),
  ];
}

/** The audit record is there at every end of a deployment that locked something. */
function missingRecord(world: FaultWorld, executionArn: string): readonly string[] {
  const ended = world.ends.some((end) => end.executionArn === executionArn);
  return ended && !world.ledger.records.has(executionArn) ? [`NO RECORD of ${executionArn.split(':').at(-1)}`] : [];
}

/** A stopped deployment's record says how it was completed. */
function untrueRecord(world: FaultWorld, executionArn: string): readonly string[] {
  const record = world.ledger.records.get(executionArn);
  const entry = deployments(world).find(({ owner }) => owner.executionArn === executionArn);
  if (record === undefined || !entry) return [];
  const { outcome } = JSON.parse(record) as { outcome: string };
  if (!(ENDS as readonly string[]).includes(outcome))
    return [`UNTRUE RECORD: of ${executionArn.split(':').at(-1)} says ${outcome}, though it was ${entry.phase}`];
  return [];
}

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
