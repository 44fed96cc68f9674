import { aliasArn } from '../workflow/arns.ts';
import type { RollBackResult, Target } from '../workflow/document.ts';
import { RoutingDrifted } from '../workflow/errors.ts';
import {
  type CompletedTarget,
  type DeploymentEntry,
  decided,
  type Hold,
  type Owner,
  type Recovered,
  STAGE_PROMOTE,
  sameOwner,
  type TargetEntry,
  type TargetKey,
  withMoves,
} from '../workflow/ledger.ts';
import { READ_LAG_SECONDS } from '../workflow/live-alias.ts';
import { wholly } from '../workflow/routes.ts';
import { change, moveAlias } from './alias-move.ts';
import { fenceFree, release, writeDeployment } from './locks.ts';
import type { Stored } from './ports/ledger.ts';
import type { Ports } from './ports/ports.ts';
import { writePromoted } from './standings.ts';
import { bringBack } from './way-back.ts';

export type RecoveryPorts = Pick<Ports, 'aliases' | 'stateMachines' | 'starts' | 'executions' | 'ledger' | 'now'>;

/** `running`: it is alive, should have ended by `dueAt`, and nothing was touched. `nothing`: it holds no lock. */
export type Recovery =
  | { readonly kind: 'running'; readonly dueAt: string | undefined }
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'recovered' } & Recovered);

/** Who recovers, for the record: `watchdog`, a person, or a deployment in its life, which knows that the earlier lives of its own execution are over. */
export type Recoverer = string | Owner;

/**
 * Completes what a deployment left that is not running any more: forward if it was promoted, back otherwise; then lets go of its locks. Running it twice, late, or
 * beside another recovery changes nothing wrongly.
 * @throws NotSettled when it is not proven yet; what is not proven stays locked
 */
export async function recover(executionArn: string, by: Recoverer, ports: RecoveryPorts): Promise<Recovery> {
  const stored = await ports.ledger.deployments.read(executionArn);
  if (!stored?.entry.open) return { kind: 'nothing' };
  if (!isEarlier(stored.entry.owner, by) && (await isAlive(stored, ports)))
    return { kind: 'running', dueAt: stored.entry.dueAt };
  let deployment = await turned(stored, ports);
  const failures: unknown[] = [];
  for (const target of deployment.entry.targets) {
    try {
      deployment = await recoverTarget(target, deployment, ports);
    } catch (error) {
      failures.push(error); // one that cannot be completed yet must not keep the others locked
    }
  }
  if (failures.length > 0) throw failures[0];
  const targets = deployment.entry.completed ?? [];
  const recovered: Recovered = { outcome: outcomeOf(deployment.entry), at: ports.now(), by: nameOf(by), targets };
  await writeDeployment({ ...deployment.entry, open: false, recovered }, deployment.revision, ports);
  return { kind: 'recovered', ...recovered };
}

function nameOf(by: Recoverer): string {
  return typeof by === 'string' ? by : by.executionArn;
}

/** The same execution in a later life recovers: then this one is over, whatever AWS answers. A function of an earlier life may be late, and find a later one alive. */
function isEarlier({ executionArn, redriveCount }: Owner, by: Recoverer): boolean {
  return typeof by !== 'string' && by.executionArn === executionArn && by.redriveCount > redriveCount;
}

/** The end that the deployment had come to itself, where all that was left was to let go. */
function outcomeOf({ phase, completed = [], ended }: DeploymentEntry): Recovered['outcome'] {
  if (completed.some(({ kind }) => kind === 'handedOver' || kind === 'inUse')) return 'CriticalError';
  if (ended !== undefined && ended !== 'CriticalError') return ended;
  return phase === 'promoted' ? 'Succeeded' : 'RolledBack';
}

/**
 * A life of an execution is over when the execution has ended, and also when it was redriven: the later life owns nothing of the earlier one's. AWS's answer may be a
 * minute old: it may still tell of the life before. That AWS does not know the execution is believed when it lasts.
 */
async function isAlive({ entry, revision }: Stored<DeploymentEntry>, ports: RecoveryPorts): Promise<boolean> {
  const { owner, unknownSince } = entry;
  const execution = await ports.executions.read(owner.executionArn);
  if (!execution) {
    if (unknownSince !== undefined)
      return Date.parse(ports.now()) - Date.parse(unknownSince) < 2 * READ_LAG_SECONDS * 1000;
    await writeDeployment({ ...entry, unknownSince: ports.now() }, revision, ports);
    return true;
  }
  const running = execution.status === 'RUNNING' && execution.redriveCount === owner.redriveCount;
  const alive = running || execution.redriveCount < owner.redriveCount;
  if (alive && unknownSince !== undefined) await writeDeployment(known(entry), revision, ports);
  return alive;
}

function known({ unknownSince: _, ...entry }: DeploymentEntry): DeploymentEntry {
  return entry;
}

/** From here on it goes back, unless it was promoted: then it goes forward. */
async function turned(stored: Stored<DeploymentEntry>, ports: RecoveryPorts): Promise<Stored<DeploymentEntry>> {
  if (stored.entry.phase !== 'forward') return stored;
  const entry = decided(stored.entry, 'back')!;
  await writeDeployment(entry, stored.revision, ports);
  return { entry, revision: stored.revision + 1 };
}

/** Closes, completes, writes down and lets go of one target, in this order: whatever is cut off between is found again. Answers the deployment's entry as it is then. */
async function recoverTarget(
  key: TargetKey,
  deployment: Stored<DeploymentEntry>,
  ports: RecoveryPorts,
): Promise<Stored<DeploymentEntry>> {
  const { owner, phase, restores } = deployment.entry;
  const stored = await ports.ledger.targets.read(key);
  if (!sameOwner(stored.entry.owner, owner)) {
    await fenceFree(key, stored, ports);
    return deployment;
  }
  const closed = stored.entry.closed
    ? stored
    : await change({ target: key }, stored, { ...stored.entry, closed: true }, ports);
  const kind = await completed(key, closed.entry, phase, { owner, recovering: true }, ports);
  const { candidateArn, found } = closed.entry;
  if (kind === 'promoted' && candidateArn && found && !restores)
    await writePromoted({ candidateArn, found, deployment: owner.executionArn }, ports);
  const noted = await noteCompleted({ ...key, kind, at: ports.now() }, deployment, ports);
  await release(key, owner, kind === 'handedOver', ports);
  return noted;
}

async function noteCompleted(
  target: CompletedTarget,
  { entry, revision }: Stored<DeploymentEntry>,
  ports: RecoveryPorts,
): Promise<Stored<DeploymentEntry>> {
  const isOther = ({ stateMachineArn, alias }: TargetKey) =>
    stateMachineArn !== target.stateMachineArn || alias !== target.alias;
  const { stateMachineArn, alias } = target;
  const { shifts = [] } = (await ports.ledger.targets.read({ stateMachineArn, alias })).entry;
  const moves = withMoves(entry.moves ?? [], { stateMachineArn, alias, shifts });
  const noted = { ...entry, moves, completed: [...(entry.completed ?? []).filter(isOther), target] };
  await writeDeployment(noted, revision, ports);
  return { entry: noted, revision: revision + 1 };
}

async function completed(
  key: TargetKey,
  entry: TargetEntry,
  phase: DeploymentEntry['phase'],
  hold: Hold,
  ports: RecoveryPorts,
): Promise<RollBackResult['kind']> {
  // Nothing was ever announced for this alias.
  if (!entry.found || !entry.foundAt || !entry.candidateArn) return 'notTouched';
  const target: Pick<Target, 'stateMachineArn' | 'alias' | 'aliasArn' | 'type'> = {
    ...key,
    aliasArn: aliasArn(key.stateMachineArn, key.alias),
    type: (await ports.stateMachines.read(key.stateMachineArn))?.type ?? 'STANDARD',
  };
  const facts = { target, hold, found: entry.found, foundAt: entry.foundAt, candidateArn: entry.candidateArn };
  if (phase !== 'promoted') return (await bringBack(facts, ports)).kind;
  try {
    await moveAlias({ ...facts, stage: STAGE_PROMOTE, wanted: wholly(entry.candidateArn) }, ports);
    return 'promoted';
  } catch (error) {
    if (error instanceof RoutingDrifted) return 'handedOver';
    throw error;
  }
}
