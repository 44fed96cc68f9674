import type { ObservedMachine } from '../../report/observed-machine.ts';
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
  return {
    name: machine.name,
    stateMachineArn,
    alias: aliasArn === undefined ? [] : await readRouting(clients, aliasArn),
    executions: {
      stable: tally.of(stateMachineArn, (version) => stable.includes(version)),
      candidate: tally.of(stateMachineArn, (version) => candidate.includes(version) && !stable.includes(version)),
    },
  };
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
