import type { AuditRecord } from '../workflow/audit-record.ts';
import { clip } from '../workflow/cause.ts';
import { type DecisionInTime, decisionsOf } from './decisions.ts';
import { clockTime } from './duration.ts';

/** Something that happened at one point in time. */
export interface Moment {
  readonly atSeconds: number;
  readonly kind: 'alarm' | 'decision' | 'drift';
  /** A word or two for the picture. */
  readonly label: string;
  /** The same as a sentence. */
  readonly told: string;
}

/** In the order of time. */
export function momentsOf(record: AuditRecord, drift: Moment | undefined): readonly Moment[] {
  return [...alarmsOf(record), ...decisionsOf(record).map(decided), ...(drift ? [drift] : [])].sort(
    (a, b) => a.atSeconds - b.atSeconds,
  );
}

/** Each alarm when it fired, and in words when that was heard. */
function alarmsOf({ checks, startedAt }: AuditRecord): readonly Moment[] {
  const told = new Set<string>();
  return checks.flatMap(({ firing, atSeconds, reason }, i) => {
    if (!firing) return reason === 'AlarmFiring' && checks[i - 1]?.reason !== reason ? [foundFiring(atSeconds)] : [];
    const fresh = firing.filter(({ name, since }) => !told.has(JSON.stringify([name, since])));
    for (const { name, since } of fresh) told.add(JSON.stringify([name, since]));
    return fresh.map(({ name, since }) => fired(name, (Date.parse(since) - Date.parse(startedAt)) / 1000, atSeconds));
  });
}

function fired(name: string, atSeconds: number, heardSeconds: number): Moment {
  return {
    atSeconds: Math.max(0, atSeconds),
    kind: 'alarm',
    label: `${clip(name, 18)} fires`,
    told: `Alarm “${name}” fired at ${clockTime(atSeconds)}; the look at ${clockTime(heardSeconds)} found it.`,
  };
}

/** By a record that does not know more. */
function foundFiring(atSeconds: number): Moment {
  return {
    atSeconds,
    kind: 'alarm',
    label: 'alarm fires',
    told: `An alarm was found firing at ${clockTime(atSeconds)}.`,
  };
}

function decided({ atSeconds, decision, actor }: DecisionInTime): Moment {
  return {
    atSeconds,
    kind: 'decision',
    label: decision,
    told: `${actor} decided at ${clockTime(atSeconds)}: ${decision}.`,
  };
}

/** Where somebody else moved an alias: when AWS says so, or when it was found. */
export function driftOf({ reason, targets, startedAt }: AuditRecord, endSeconds: number): Moment | undefined {
  if (reason !== 'RoutingDrifted') return undefined;
  const moves = targets.flatMap(({ rolledBack }) =>
    rolledBack?.kind === 'handedOver' && rolledBack.updatedAt !== undefined
      ? [(Date.parse(rolledBack.updatedAt) - Date.parse(startedAt)) / 1000]
      : [],
  );
  const known = moves.length > 0;
  const atSeconds = known ? Math.min(endSeconds, Math.max(0, ...moves)) : endSeconds;
  const found = known
    ? `Somebody else moved the alias at ${clockTime(atSeconds)}, which was found at ${clockTime(endSeconds)}`
    : `At ${clockTime(endSeconds)} it was found that somebody else had moved the alias`;
  const told = `${found}; what it has had since is not known here.`;
  return { atSeconds, kind: 'drift', label: 'moved by somebody else', told };
}
