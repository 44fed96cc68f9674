import { aliasArn, placeOf, versionNumber } from '../workflow/arns.ts';
import type { FoundAlias, Target } from '../workflow/document.ts';
import { NotSettled, ValidationError } from '../workflow/errors.ts';
import { looseCalls } from '../workflow/function-calls.ts';
import type { TargetEntry } from '../workflow/ledger.ts';
import { READ_LAG_SECONDS } from '../workflow/live-alias.ts';
import type { DeploymentRequest, RequestedTarget } from '../workflow/request.ts';
import { routesInWords } from '../workflow/routes.ts';
import type { AliasReading } from './ports/aliases.ts';
import type { Ports } from './ports/ports.ts';
import type { StateMachineReading } from './ports/state-machines.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly target: RequestedTarget;
  readonly request: Pick<DeploymentRequest, 'road' | 'compare'>;
}

type Reads = Pick<Ports, 'aliases' | 'stateMachines' | 'ledger' | 'counts' | 'now'>;

/** Reads one machine and its alias, and refuses what cannot be deployed. Changes nothing. */
export const handler = taskHandler(
  'InspectTarget',
  async ({ target, request }: Input, ports: Reads): Promise<Target> => {
    const { stateMachineArn, alias, revisionId, versionArn } = target;
    const machine = existing(stateMachineArn, await ports.stateMachines.read(stateMachineArn));
    if (revisionId !== undefined && revisionId !== machine.revisionId) throw otherRevision(target, machine);
    if (versionArn !== undefined && !(await ports.stateMachines.read(versionArn)))
      throw noSuchVersion(target, versionArn);
    const foundAt = ports.now();
    const reading = await readTwice(aliasArn(stateMachineArn, alias), ports);
    refuseStale(target, reading, (await ports.ledger.targets.read(target)).entry, foundAt);
    const restoring = request.road === 'restore';
    const found = restoring ? asItIs(reading) : whole(target, reading);
    const observed = restoring ? {} : await observe(target, request, found, foundAt, ports);
    return {
      stateMachineArn,
      alias,
      aliasArn: aliasArn(stateMachineArn, alias),
      type: machine.type,
      revisionId: machine.revisionId,
      revisionPinned: revisionId !== undefined,
      ...(versionArn === undefined ? {} : { requestedVersionArn: versionArn }),
      found,
      foundAt,
      ...(restoring ? { candidate: { versionArn: versionArn! } } : {}),
      ...observed,
    };
  },
);

/** What the day before shows: where the comparison begins to look, for how long an execution may take, and how often there is one. */
async function observe(
  { stateMachineArn, alias, versionArn }: RequestedTarget,
  { compare }: Input['request'],
  found: FoundAlias,
  now: string,
  { counts, stateMachines }: Reads,
): Promise<Pick<Target, 'past' | 'usual' | 'unversionedFunctions' | 'functionsNamedLate'>> {
  const calls = looseCalls((await stateMachines.definition(versionArn ?? stateMachineArn)) ?? '');
  const warning = {
    ...(calls.unversioned.length > 0 && { unversionedFunctions: calls.unversioned }),
    ...(calls.namedLate.length > 0 && { functionsNamedLate: calls.namedLate }),
  };
  const usual = await counts.usual({ stateMachineArn, alias }, now);
  if (compare === 'off' || found.kind !== 'whole') return { usual, ...warning };
  const stable = { stateMachineArn, version: versionNumber(found.versionArn) };
  return { past: await counts.lastDay(stable, now), usual, ...warning };
}

/** One answer that there is no alias is not believed: much follows from it. */
async function readTwice(arn: string, { aliases }: Reads): Promise<AliasReading | undefined> {
  return (await aliases.read(arn)) ?? aliases.read(arn);
}

/** A former deployment's last write is known: a reading from before it is stale. */
function refuseStale(
  { stateMachineArn, alias }: RequestedTarget,
  reading: AliasReading | undefined,
  { written }: TargetEntry,
  now: string,
): void {
  if (!written) return;
  const young = Date.parse(now) - Date.parse(written.updatedAt) < READ_LAG_SECONDS * 1000;
  const older = reading ? reading.updatedAt < written.updatedAt : written.routing !== null && young;
  if (!older) return;
  throw new NotSettled({
    reason: 'NotSettled',
    summary: `Alias ${alias} of ${stateMachineArn}: AWS still answers what was there before the last deployment's last write. Start again in a minute.`,
  });
}

function existing(arn: string, machine: StateMachineReading | undefined): StateMachineReading {
  if (machine?.status === 'ACTIVE') return machine;
  if (machine)
    throw new ValidationError({
      reason: 'StateMachineDeleting',
      summary: `State machine ${arn} is being deleted, with its versions and aliases. When it is gone, create it anew; or name another one in stateMachineArn.`,
    });
  throw new ValidationError({
    reason: 'StateMachineMissing',
    summary: `State machine ${arn} does not exist. Mend stateMachineArn (name, region, account), or create the machine first. Those that there are: aws stepfunctions list-state-machines --region ${placeOf(arn).region}`,
  });
}

function otherRevision(
  { stateMachineArn, revisionId }: RequestedTarget,
  machine: StateMachineReading,
): ValidationError {
  return new ValidationError({
    reason: 'RevisionMismatch',
    summary: `The request pins revision ${revisionId} of ${stateMachineArn}, but its current revision is ${machine.revisionId}. Start again with that one, or without revisionId.`,
  });
}

function noSuchVersion({ stateMachineArn }: RequestedTarget, versionArn: string): ValidationError {
  return new ValidationError({
    reason: 'VersionMissing',
    summary: `Version ${versionNumber(versionArn)} of ${stateMachineArn} does not exist. Name one that does: aws stepfunctions list-state-machine-versions --state-machine-arn ${stateMachineArn}`,
  });
}

/** A route of weight 0 is no route. */
function asItIs(reading: AliasReading | undefined): FoundAlias {
  if (!reading) return { kind: 'absent' };
  const { routes, updatedAt } = reading;
  const [route, second] = routes.filter(({ weight }) => weight > 0);
  return route && !second
    ? { kind: 'whole', versionArn: route.versionArn, updatedAt }
    : { kind: 'split', routes, updatedAt };
}

function whole({ stateMachineArn, alias }: RequestedTarget, reading: AliasReading | undefined): FoundAlias {
  const found = asItIs(reading);
  if (found.kind !== 'split') return found;
  throw new ValidationError({
    reason: 'AliasIsSplit',
    summary: `Alias ${alias} of ${stateMachineArn} is split (${routesInWords(found.routes)}), and no deployment is known to be at work on it. Put it wholly on one of the two first: start the deployer with one of the requests in repair.`,
    repair: found.routes.map(({ versionArn }) => JSON.stringify({ stateMachineArn, alias, restore: { versionArn } })),
  });
}
