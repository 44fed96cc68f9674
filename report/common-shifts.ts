import type { AuditRecord, Shift } from '../workflow/audit-record.ts';

export interface CommonShifts {
  /** Empty where there is one machine only. */
  readonly machines: readonly string[];
  readonly shifts: readonly Shift[];
}

/** The shifts of each machine that was moved at all; those that move in lockstep have theirs in common. */
export function shiftsByMachine({ shifts }: Pick<AuditRecord, 'shifts'>): readonly CommonShifts[] {
  if (isList(shifts)) return shifts.length > 0 ? [{ machines: [], shifts }] : [];
  const groups = new Map<string, { machines: string[]; shifts: readonly Shift[] }>();
  for (const [machine, own] of Object.entries(shifts)) {
    const key = JSON.stringify(own);
    groups.set(key, { machines: [...(groups.get(key)?.machines ?? []), machine], shifts: own });
  }
  return [...groups.values()].filter((group) => group.shifts.length > 0);
}

/** Of all machines, in the order of time. */
export function allShifts({ shifts }: Pick<AuditRecord, 'shifts'>): readonly Shift[] {
  const lists = isList(shifts) ? [shifts] : Object.values(shifts);
  return lists.flat().sort((a, b) => a.atSeconds - b.atSeconds);
}

function isList(shifts: AuditRecord['shifts']): shifts is readonly Shift[] {
  return Array.isArray(shifts);
}
