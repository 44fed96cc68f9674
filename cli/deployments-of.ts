import type { TargetKey } from '../workflow/ledger.ts';
import type { Aws } from './aws.ts';

/** The executions whose deployments wanted this target, the newest first: those whose records are stored, and those for which something is left to do. */
export async function deploymentsOf(target: TargetKey, { ports }: Pick<Aws, 'ports'>): Promise<readonly string[]> {
  const { deployments, records } = ports.ledger;
  const [stored, unfinished] = await Promise.all([records.ofTarget(target), deployments.unfinished()]);
  const others = unfinished.filter((executionArn) => !stored.includes(executionArn));
  const entries = await Promise.all(others.map((executionArn) => deployments.read(executionArn)));
  const own = entries
    .flatMap((one) => one?.entry ?? [])
    .filter(({ targets }) =>
      targets.some((one) => one.stateMachineArn === target.stateMachineArn && one.alias === target.alias),
    )
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  return [...stored, ...own.map(({ owner }) => owner.executionArn)].reverse();
}
