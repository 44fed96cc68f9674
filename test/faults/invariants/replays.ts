import { shortHash } from '../../../tasks/short-hash.ts';
import { successorName } from '../../../workflow/after-care.ts';
import type { EndCause } from '../../../workflow/ends.ts';
import { type FaultWorld, machineArn } from '../fault-world.ts';

/** What failed on the candidate has one successor at most, with the same input, on stable; and as many as the end says. The way back was never pruned. */
export async function replayViolations(world: FaultWorld): Promise<readonly string[]> {
  const found: string[] = [];
  let successors = 0;
  for (const machine of world.machines) {
    const onStable = await executionsOf(world, `${machineArn(machine)}:1`);
    const failed = (await executionsOf(world, `${machineArn(machine)}:2`)).filter(({ status }) => status === 'FAILED');
    const names = new Set(failed.map(({ executionArn }) => successorName(executionArn, shortHash(executionArn))));
    const replays = onStable.filter(({ name }) => name.startsWith('replay-'));
    successors += replays.length;
    for (const { name } of replays)
      if (!names.has(name)) found.push(`REPLAYED WHAT DID NOT FAIL: ${name} of ${machine}`);
    if (new Set(replays.map(({ name }) => name)).size < replays.length) found.push(`REPLAYED TWICE: of ${machine}`);
  }
  for (let i = 0; i < successors; i++) world.witness.count('executions replayed');
  const said = world.witness.ends.flatMap(({ cause }) => saidOf(cause));
  if (said.length === 1 && said[0] !== successors)
    found.push(`UNTRUE REPLAY: ${said[0]} were started again on stable, it says, and ${successors} were`);
  return [...found, ...(await waysBack(world))];
}

function saidOf(cause: string | undefined): readonly number[] {
  // AWS's own causes are no JSON.
  if (!cause?.startsWith('{')) return [];
  const { summary } = JSON.parse(cause) as EndCause;
  const [, count] =
    /, (\d+) were started again on stable|Of the executions through live, (\d+) were started/.exec(summary) ?? [];
  return count === undefined ? [] : [Number(count)];
}

async function executionsOf(world: FaultWorld, stateMachineArn: string) {
  try {
    const { executions } = await world.call('states', 'ListExecutions', { stateMachineArn, maxResults: 1000 });
    return executions as readonly { executionArn: string; name: string; status: string }[];
  } catch {
    return []; // EXPRESS, or a version that was never published
  }
}

async function waysBack(world: FaultWorld): Promise<readonly string[]> {
  const gone: string[] = [];
  for (const machine of world.machines) {
    const { stateMachineVersions } = await world.call('states', 'ListStateMachineVersions', {
      stateMachineArn: machineArn(machine),
    });
    const versions = (stateMachineVersions as { stateMachineVersionArn: string }[]).map(
      (one) => one.stateMachineVersionArn,
    );
    if (!versions.includes(`${machineArn(machine)}:1`)) gone.push(`PRUNED: the way back of ${machine}`);
  }
  return gone;
}
