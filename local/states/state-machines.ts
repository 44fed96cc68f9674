import { isDeepStrictEqual } from 'node:util';
import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import { type Account, machineToChange, noSuchMachine, readMachine, requireActive } from './account.ts';
import { parseStateMachineArn, qualifiedArn, stateMachineArn } from './arns.ts';
import { readConfigurations } from './configurations.ts';
import { requireValidName } from './names.ts';
import { page } from './pages.ts';
import { describeRevision, firstRevision, nextRevision } from './revisions.ts';
import { changeState, type MachineState, type StateMachine, stateOf } from './state-machine.ts';
import { readTags } from './tags.ts';
import { publishVersion } from './versions.ts';

export function stateMachineOperations(account: Account): Record<string, Operation> {
  return {
    CreateStateMachine: (input) => createStateMachine(account, input),
    UpdateStateMachine: (input) => updateStateMachine(account, input),
    DescribeStateMachine: (input) => describeStateMachine(account, input),
    DeleteStateMachine: (input) => deleteStateMachine(account, input),
    ListStateMachines: (input) => listStateMachines(account, input),
  };
}

function createStateMachine(account: Account, input: Wire): Wire {
  requireValidName(input.name);
  requireDescriptionOnlyWithPublish(input);
  const arn = stateMachineArn(account.context, input.name);
  const existing = account.machines.get(arn);
  if (existing) return createdAlready(existing, input);
  const now = account.clock.now();
  const type = input.type ?? 'STANDARD';
  const tags = readTags(arn, new Map(), input.tags ?? []);
  const revision = firstRevision(input, type, now);
  const machine: StateMachine = {
    arn,
    name: input.name,
    type,
    creationDate: now,
    createdWith: { publish: input.publish ?? false, versionDescription: input.versionDescription },
    state: account.consistency.lagging<MachineState | undefined>(arn, undefined),
    tags,
    latestVersion: 0,
    running: 0,
    executions: new Set(),
    dimensions: new Map(),
  };
  machine.state.write({ status: 'ACTIVE', revision, versions: new Map(), aliases: new Map() });
  account.machines.set(arn, machine);
  if (input.publish) publishVersion(machine, input.versionDescription, now);
  return created(machine);
}

function created(machine: StateMachine): Wire {
  return {
    stateMachineArn: machine.arn,
    creationDate: epochSeconds(machine.creationDate),
    ...(machine.createdWith.publish && { stateMachineVersionArn: qualifiedArn(machine.arn, 1) }),
  };
}

/** Role and tags do not count: AWS takes a request that differs only there for a repetition, and changes nothing. */
function createdAlready(machine: StateMachine, input: Wire): Wire {
  requireActive(machine);
  const { revision } = stateOf(machine);
  const { id: _id, date: _date, definition: _definition, roleArn: _roleArn, ...existing } = revision;
  const asked = {
    definitionText: input.definition,
    ...readConfigurations(input),
    type: input.type ?? 'STANDARD',
    publish: input.publish ?? false,
    versionDescription: input.versionDescription,
  };
  if (!isDeepStrictEqual(asked, { ...existing, type: machine.type, ...machine.createdWith })) {
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
  }
  return created(machine);
}

function updateStateMachine(account: Account, input: Wire): Wire {
  const machine = machineToChange(account, input.stateMachineArn);
  const changes = ['definition', 'roleArn', 'loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'];
  if (changes.every((member) => input[member] === undefined)) {
    const message =
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
    throw new AwsError('MissingRequiredParameter', message);
  }
  requireDescriptionOnlyWithPublish(input);
  const now = account.clock.now();
  const newId = () => account.random.revisionIds.uuid();
  const { revision: current } = stateOf(machine);
  const revision = nextRevision(current, input, machine.type, { date: now, newId });
  if (revision !== current) changeState(machine, { revision });
  const published = input.publish ? publishVersion(machine, input.versionDescription, now) : undefined;
  return {
    updateDate: epochSeconds(now),
    ...(revision.id && { revisionId: revision.id }),
    ...(published && { stateMachineVersionArn: qualifiedArn(machine.arn, published.number) }),
  };
}

function requireDescriptionOnlyWithPublish(input: Wire): void {
  if (input.versionDescription !== undefined && !input.publish) {
    throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
  }
}

function describeStateMachine(account: Account, input: Wire): Wire {
  const arn = parseStateMachineArn(input.stateMachineArn);
  const found = readMachine(account, arn.machineArn);
  const version = arn.kind === 'version' ? found?.state.versions.get(arn.version) : undefined;
  if (!found || arn.kind === 'alias' || (arn.kind === 'version' && !version)) throw noSuchMachine(arn.arn);
  const { machine, state } = found;
  return {
    stateMachineArn: arn.arn,
    name: machine.name,
    status: state.status,
    type: machine.type,
    creationDate: epochSeconds(version?.creationDate ?? machine.creationDate),
    ...describeRevision(version?.revision ?? state.revision, input.includedData),
    ...(version?.description !== undefined && { description: version.description }),
  };
}

/** Versions and aliases go with the machine. Executions under way end at their next transition; as long as one runs, the machine is DELETING. */
function deleteStateMachine(account: Account, input: Wire): Wire {
  const arn = parseStateMachineArn(input.stateMachineArn);
  const machine = account.machines.get(arn.machineArn);
  if (arn.kind === 'machine' && machine) {
    changeState(machine, { status: 'DELETING' });
    forgetWhenDone(account, machine);
  }
  return {};
}

/** Takes a machine that is being deleted out of the account, once nothing of it runs and every reader has heard. */
export function forgetWhenDone(account: Account, machine: StateMachine): void {
  if (stateOf(machine).status !== 'DELETING' || machine.running > 0) return;
  const forget = () => account.machines.delete(machine.arn);
  const { lagMillis } = account.consistency;
  if (lagMillis === 0) forget();
  else account.clock.schedule(account.clock.now() + lagMillis, forget, { daemon: true });
}

function listStateMachines(account: Account, input: Wire): Wire {
  const known = [...account.machines.values()].filter((machine) => machine.state.read() !== undefined);
  known.sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, nextToken } = page(known, input, {
    scope: 'ListStateMachines',
    keyOf: ({ arn }) => arn,
    now: account.clock.now(),
  });
  const stateMachines = items.map(({ arn, name, type, creationDate }) => ({
    stateMachineArn: arn,
    name,
    type,
    creationDate: epochSeconds(creationDate),
  }));
  return { stateMachines, ...(nextToken && { nextToken }) };
}
