import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import { type Account, noSuchMachine, noSuchResource, readMachine, requireActive } from './account.ts';
import { invalidArn, parseStateMachineArn, qualifiedArn } from './arns.ts';
import { page } from './pages.ts';
import { type Routing, readRouting, sameRouting } from './routing.ts';
import { type Alias, changeState, type StateMachine, stateOf } from './state-machine.ts';

const MAXIMUM_ALIASES = 100;

export function aliasOperations(account: Account): Record<string, Operation> {
  return {
    CreateStateMachineAlias: (input) => createStateMachineAlias(account, input),
    UpdateStateMachineAlias: (input) => updateStateMachineAlias(account, input),
    DescribeStateMachineAlias: (input) => describeStateMachineAlias(account, input),
    DeleteStateMachineAlias: (input) => deleteStateMachineAlias(account, input),
    ListStateMachineAliases: (input) => listStateMachineAliases(account, input),
  };
}

function createStateMachineAlias(account: Account, input: Wire): Wire {
  const { machineArn, routing } = readRouting(input.routingConfiguration);
  const machine = account.machines.get(machineArn);
  if (!machine) throw noSuchResource();
  requireActive(machine);
  requireVersions(machine, routing);
  const { aliases } = stateOf(machine);
  const existing = aliases.get(input.name);
  if (existing) return createdAlready(machine, existing, routing, input);
  if (aliases.size >= MAXIMUM_ALIASES) {
    const message = `The state machine has ${aliases.size} aliases; no more than ${MAXIMUM_ALIASES} are allowed`;
    throw new AwsError('ServiceQuotaExceededException', message, {}, 402);
  }
  const now = account.clock.now();
  const { name, description } = input;
  const alias = {
    name,
    ...(description !== undefined && { description }),
    routing,
    creationDate: now,
    updateDate: now,
  };
  writeAlias(machine, alias);
  return created(machine, alias);
}

function created(machine: StateMachine, { name, creationDate }: Alias): Wire {
  return { stateMachineAliasArn: qualifiedArn(machine.arn, name), creationDate: epochSeconds(creationDate) };
}

function createdAlready(machine: StateMachine, existing: Alias, routing: Routing, input: Wire): Wire {
  if (!sameRouting(existing.routing, routing) || existing.description !== input.description) {
    const message =
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.';
    throw new AwsError('ConflictException', message, {}, 409);
  }
  return created(machine, existing);
}

/** A request that changes nothing is answered as the one that it repeats. */
function updateStateMachineAlias(account: Account, input: Wire): Wire {
  const { machine, alias } = aliasToChange(account, input.stateMachineAliasArn);
  if (input.description === undefined && input.routingConfiguration === undefined) {
    const message = 'Either the description or the RoutingConfiguration must be specified';
    throw new AwsError('ValidationException', message, { reason: 'MISSING_REQUIRED_PARAMETER' });
  }
  const description = input.description ?? alias.description;
  const routing = input.routingConfiguration ? newRouting(machine, input.routingConfiguration) : alias.routing;
  if (description === alias.description && sameRouting(routing, alias.routing)) {
    return { updateDate: epochSeconds(alias.updateDate) };
  }
  const now = account.clock.now();
  writeAlias(machine, { ...alias, ...(description !== undefined && { description }), routing, updateDate: now });
  return { updateDate: epochSeconds(now) };
}

function newRouting(machine: StateMachine, routes: readonly Wire[]): Routing {
  const { machineArn, routing } = readRouting(routes);
  if (machineArn !== machine.arn) {
    const message = `Routing configuration must contain versions of the alias's own state machine ${machine.arn}. Received: ${machineArn}`;
    throw new AwsError('ValidationException', message, { reason: 'INVALID_ROUTING_CONFIGURATION' });
  }
  requireVersions(machine, routing);
  return routing;
}

function describeStateMachineAlias(account: Account, input: Wire): Wire {
  const arn = parseAliasArn(input.stateMachineAliasArn);
  const alias = readMachine(account, arn.machineArn)?.state.aliases.get(arn.alias);
  if (!alias) throw noSuchResource();
  return {
    stateMachineAliasArn: arn.arn,
    name: alias.name,
    ...(alias.description !== undefined && { description: alias.description }),
    routingConfiguration: alias.routing.map(({ version, weight }) => ({
      stateMachineVersionArn: qualifiedArn(arn.machineArn, version),
      weight,
    })),
    creationDate: epochSeconds(alias.creationDate),
    updateDate: epochSeconds(alias.updateDate),
  };
}

/** An alias that is gone already is deleted again without an error. */
function deleteStateMachineAlias(account: Account, input: Wire): Wire {
  const arn = parseAliasArn(input.stateMachineAliasArn);
  const machine = account.machines.get(arn.machineArn);
  const aliases = machine && stateOf(machine).aliases;
  if (aliases?.has(arn.alias)) {
    changeState(machine!, { aliases: new Map([...aliases].filter(([name]) => name !== arn.alias)) });
  }
  return {};
}

/** Oldest first, as recorded on AWS, though its documentation says newest first. A version's ARN lists the aliases that route to it. */
function listStateMachineAliases(account: Account, input: Wire): Wire {
  const arn = parseStateMachineArn(input.stateMachineArn);
  const found = readMachine(account, arn.machineArn);
  if (!found || arn.kind === 'alias') throw noSuchMachine(arn.arn);
  const listed = [...found.state.aliases.values()].filter(
    ({ routing }) => arn.kind === 'machine' || routing.some(({ version }) => version === arn.version),
  );
  const { items, nextToken } = page(listed, input, {
    scope: `ListStateMachineAliases ${arn.arn}`,
    keyOf: ({ name }) => name,
    now: account.clock.now(),
  });
  const stateMachineAliases = items.map((alias) => created(found.machine, alias));
  return { stateMachineAliases, ...(nextToken && { nextToken }) };
}

function aliasToChange(account: Account, aliasArn: string): { readonly machine: StateMachine; readonly alias: Alias } {
  const arn = parseAliasArn(aliasArn);
  const machine = account.machines.get(arn.machineArn);
  const alias = machine && stateOf(machine).aliases.get(arn.alias);
  if (!machine || !alias) throw noSuchResource();
  requireActive(machine);
  return { machine, alias };
}

function parseAliasArn(text: string) {
  const arn = parseStateMachineArn(text);
  if (arn.kind !== 'alias') throw invalidArn(`Invalid ARN: ${text}`);
  return arn;
}

/** A map keeps the place of an alias that is written anew: aliases stay in the order of their creation. */
function writeAlias(machine: StateMachine, alias: Alias): void {
  changeState(machine, { aliases: new Map([...stateOf(machine).aliases, [alias.name, alias]]) });
}

function requireVersions(machine: StateMachine, routing: Routing): void {
  const { versions } = stateOf(machine);
  if (routing.some(({ version }) => !versions.has(version))) throw noSuchResource();
}
