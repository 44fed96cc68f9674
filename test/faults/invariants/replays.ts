import { shortHash } from '../../../tasks/short-hash.ts';
import { STOPPED_ERROR, successorName } from '../../../workflow/after-care.ts';
import type { EndCause } from '../../../workflow/ends.ts';
import { aliasArnOf, type FaultWorld, machineArn } from '../fault-world.ts';
import { endName } from './story.ts';

interface Listed {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
  readonly stateMachineAliasArn?: string;
}

/**
 * What failed on the candidate, or was stopped by us, has one successor on stable, and nothing else has; as many as the end says. What a person has stopped is left alone. Where the
 * deployment ended otherwise than by its own roll-back, says that something could not be done, or somebody else led traffic to the candidate, successors may be missing.
 */
export async function replayViolations(world: FaultWorld): Promise<readonly string[]> {
  const found: string[] = [];
  let successors = 0;
  for (const machine of world.machines) {
    const onStable = await executionsOf(world, `${machineArn(machine)}:1`);
    const replays = onStable.filter(({ name }) => name.startsWith('replay-'));
    const owed = await owedOf(world, machine);
    successors += replays.length;
    for (const { name } of replays)
      if (!owed.has(name)) found.push(`REPLAYED WHAT DID NOT FAIL: ${name} of ${machine}`);
    if (new Set(replays.map(({ name }) => name)).size < replays.length) found.push(`REPLAYED TWICE: of ${machine}`);
    for (const [name, failed] of isReplayed(world) ? owed : [])
      if (!replays.some((replay) => replay.name === name)) found.push(`NOT REPLAYED: ${failed} of ${machine}`);
  }
  for (let i = 0; i < successors; i++) world.witness.count('executions replayed');
  const said = world.witness.ends.flatMap(({ cause }) => saidOf(cause));
  if (said.length === 1 && said[0] !== successors)
    found.push(`UNTRUE REPLAY: ${said[0]} were started again on stable, it says, and ${successors} were`);
  return found;
}

/** The names of successors, and of whom, of all that the deployment is to replay. */
async function owedOf(world: FaultWorld, machine: string): Promise<ReadonlyMap<string, string>> {
  const owed = new Map<string, string>();
  for (const { executionArn, status, stateMachineAliasArn } of await executionsOf(world, `${machineArn(machine)}:2`)) {
    if (stateMachineAliasArn !== aliasArnOf(machine)) continue;
    const { error } = await world.call('states', 'DescribeExecution', { executionArn });
    if (error === STOPPED_ERROR) world.witness.count('executions stopped by us');
    if (status === 'FAILED' || error === STOPPED_ERROR)
      owed.set(successorName(executionArn, shortHash(executionArn)), executionArn);
  }
  return owed;
}

/** The one deployment that there was asks for it, came back, and has nothing to complain of. */
function isReplayed({ witness: { ends, happened }, request }: FaultWorld): boolean {
  const [ended, ...others] = ends;
  if (request.replay !== 'failed' || !ended || others.length > 0 || endName(ended) !== 'RolledBack') return false;
  if (happened.has('somebody else’s writes')) return false;
  return !/could not be|given up/.test(summaryOf(ended.cause));
}

function summaryOf(cause: string | undefined): string {
  // AWS's own causes are no JSON.
  return cause?.startsWith('{') ? (JSON.parse(cause) as EndCause).summary : '';
}

function saidOf(cause: string | undefined): readonly number[] {
  const [, count] = /(\d+) were started again on stable/.exec(summaryOf(cause)) ?? [];
  return count === undefined ? [] : [Number(count)];
}

async function executionsOf(world: FaultWorld, stateMachineArn: string): Promise<readonly Listed[]> {
  try {
    const { executions } = await world.call('states', 'ListExecutions', { stateMachineArn, maxResults: 1000 });
    return executions as readonly Listed[];
  } catch {
    return []; // EXPRESS, or a version that was never published
  }
}
