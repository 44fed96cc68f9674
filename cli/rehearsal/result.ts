import type { ObservedMachine } from '../../report/observed-machine.ts';
import type { AuditRecord, Shift } from '../../workflow/audit-record.ts';
import type { Rehearsal } from './rehearsal.ts';

/**
 * A rehearsal as `--json` prints it: the audit record, and beside it what only a rehearsal knows. With several machines `shifts`, `alias` and `executions` are objects
 * keyed by the machines' names.
 */
export function resultOf({ record, machines, virtualSeconds }: Rehearsal) {
  const [only, ...others] = machines;
  const seen =
    others.length === 0
      ? { alias: only.alias, executions: only.executions }
      : {
          shifts: byName(machines, (machine) => shiftsOf(record, machine)),
          alias: byName(machines, ({ alias }) => alias),
          executions: byName(machines, ({ executions }) => executions),
        };
  return { ...record, ...seen, virtualSeconds };
}

function byName<T>(
  machines: readonly ObservedMachine[],
  of: (machine: ObservedMachine) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(machines.map((machine) => [machine.name, of(machine)]));
}

/** The record has a plain list where its request deploys one machine, though the scenario may have others. */
function shiftsOf({ shifts, targets }: AuditRecord, { name, stateMachineArn }: ObservedMachine): readonly Shift[] {
  if (!Array.isArray(shifts)) return (shifts as Readonly<Record<string, readonly Shift[]>>)[name] ?? [];
  return targets.some((target) => target.stateMachineArn === stateMachineArn) ? shifts : [];
}
