import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { type Account, machineToChange, readMachine } from './account.ts';
import { invalidArn, parseStateMachineArn, qualifiedArn } from './arns.ts';
import { page } from './pages.ts';
import { changeState, type StateMachine, stateOf, type Version } from './state-machine.ts';

const MAXIMUM_VERSIONS = 1000;

/** What PublishStateMachineVersion calls the revision of a machine that was never updated. */
const INITIAL = 'INITIAL';

export function versionOperations(account: Account): Record<string, Operation> {
  return {
    PublishStateMachineVersion: (input) => publishStateMachineVersion(account, input),
    ListStateMachineVersions: (input) => listStateMachineVersions(account, input),
    DeleteStateMachineVersion: (input) => deleteStateMachineVersion(account, input),
  };
}

/**
 * Publishes the current revision, or answers the version that has it already, whatever its description.
 * @throws AwsError ServiceQuotaExceededException
 */
export function publishVersion(machine: StateMachine, description: string | undefined, now: EpochMillis): Version {
  const { revision, versions } = stateOf(machine);
  for (const version of versions.values()) if (version.revision === revision) return version;
  if (versions.size >= MAXIMUM_VERSIONS) {
    const message = `The state machine has ${versions.size} versions; no more than ${MAXIMUM_VERSIONS} are allowed`;
    throw new AwsError('ServiceQuotaExceededException', message, {}, 402);
  }
  const number = ++machine.latestVersion;
  const version: Version = { number, revision, ...(description !== undefined && { description }), creationDate: now };
  changeState(machine, { versions: new Map([...versions, [number, version]]) });
  return version;
}

function publishStateMachineVersion(account: Account, input: Wire): Wire {
  const machine = machineToChange(account, input.stateMachineArn);
  const currentId = stateOf(machine).revision.id ?? INITIAL;
  if (input.revisionId !== undefined && input.revisionId !== currentId) {
    const message = `Failed to publish the State Machine version for revision ${input.revisionId}. The current State Machine revision is ${currentId}.`;
    throw new AwsError('ConflictException', message, {}, 409);
  }
  const version = publishVersion(machine, input.description, account.clock.now());
  return {
    stateMachineVersionArn: qualifiedArn(machine.arn, version.number),
    creationDate: epochSeconds(version.creationDate),
  };
}

/** Newest first. A machine that does not exist has no versions: the operation knows no such error. */
function listStateMachineVersions(account: Account, input: Wire): Wire {
  const { machineArn } = parseStateMachineArn(input.stateMachineArn);
  const versions = [...(readMachine(account, machineArn)?.state.versions.values() ?? [])].reverse();
  const { items, nextToken } = page(versions, input, {
    scope: `ListStateMachineVersions ${machineArn}`,
    keyOf: ({ number }) => String(number),
    now: account.clock.now(),
  });
  const stateMachineVersions = items.map(({ number, creationDate }) => ({
    stateMachineVersionArn: qualifiedArn(machineArn, number),
    creationDate: epochSeconds(creationDate),
  }));
  return { stateMachineVersions, ...(nextToken && { nextToken }) };
}

/** A version that is gone already is deleted again without an error. Executions that run it go on. */
function deleteStateMachineVersion(account: Account, input: Wire): Wire {
  const arn = parseStateMachineArn(input.stateMachineVersionArn);
  if (arn.kind !== 'version') throw invalidArn(`Invalid ARN: ${arn.arn}`);
  const machine = account.machines.get(arn.machineArn);
  if (!machine || !stateOf(machine).versions.has(arn.version)) return {};
  const { versions, aliases } = stateOf(machine);
  const referring = [...aliases.values()]
    .filter(({ routing }) => routing.some(({ version }) => version === arn.version))
    .map(({ name }) => name);
  if (referring.length > 0) {
    const message = `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${referring.join(', ')}]`;
    throw new AwsError('ConflictException', message, {}, 409);
  }
  changeState(machine, { versions: new Map([...versions].filter(([number]) => number !== arn.version)) });
  return {};
}
