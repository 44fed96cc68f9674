import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { ExecutionCounts, ObservedMachine } from '../../report/observed-machine.ts';
import { versionNumber } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import { readRouting } from './alias-routing.ts';
import type { Stage } from './set-up.ts';
import type { World } from './world.ts';

/** A rehearsed machine as it stands in the end, with the executions of its versions while the deployment ran. */
export async function observe(
  { clients, tally }: World,
  { machine, stateMachineArn, aliasArn }: Stage,
  record: AuditRecord,
): Promise<ObservedMachine> {
  const { stable, candidate } = versionsOf(record, stateMachineArn);
  const onStable = tally.of(stateMachineArn, (version) => stable.includes(version));
  return {
    name: machine.name,
    stateMachineArn,
    alias: aliasArn === undefined ? [] : await readRouting(clients, aliasArn),
    executions: {
      stable: machine.upgrade ? await withoutItself(onStable, record, clients) : onStable,
      candidate: tally.of(stateMachineArn, (version) => candidate.includes(version) && !stable.includes(version)),
    },
  };
}

/** The deployer's executions are its work; the one that deploys the deployer is none of it. It began before they were counted, and ended while they were. */
async function withoutItself(
  counts: ExecutionCounts,
  { deployment }: AuditRecord,
  { sfn }: World['clients'],
): Promise<ExecutionCounts> {
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: deployment.executionArn }));
  if (status === 'SUCCEEDED') return { ...counts, succeeded: counts.succeeded - 1 };
  return status === 'ABORTED' ? counts : { ...counts, failed: counts.failed - 1 };
}

/** The version that the set-up published: stable, as long as the deployment has not found another one. */
const FIRST_VERSION = 1;

function versionsOf({ targets }: AuditRecord, stateMachineArn: string) {
  const own = targets.filter((target) => target.stateMachineArn === stateMachineArn);
  const found = own.flatMap((target) => (target.found.kind === 'whole' ? [target.found.versionArn] : []));
  const candidate = own.flatMap((target) => target.candidate?.versionArn ?? []).map(versionNumber);
  const stable =
    found.length > 0 ? found.map(versionNumber) : [FIRST_VERSION].filter((one) => !candidate.includes(one));
  return { stable, candidate };
}
