import type { AuditRecord, Check } from '../workflow/audit-record.ts';
import { clip } from '../workflow/cause.ts';
import { allShifts, type CommonShifts, shiftsByMachine } from './common-shifts.ts';
import { type DecisionInTime, decisionsOf } from './decisions.ts';
import { clockTime } from './duration.ts';
import { type ExecutionBins, executionBins } from './execution-bins.ts';
import { totalSeconds } from './outcome.ts';

/** All that the picture of a deployment shows, on one axis of time; as much of it as can be told apart there, however long the history. */
export interface Timeline {
  readonly totalSeconds: number;
  readonly courses: readonly CommonShifts[];
  readonly bakes: readonly Bake[];
  /** Of a deployment under way: the weights it will have if everything stays healthy. */
  readonly ahead: readonly { readonly atSeconds: number; readonly weightPercent: number }[];
  readonly looks: readonly Look[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** So far the weight is known: it may be somebody else's from then on, or still lie ahead. */
  readonly knownSeconds: number;
  readonly executions: ExecutionBins | undefined;
  /** Empty where versions were not compared. */
  readonly evidence: readonly EvidenceLine[];
}

/** A weight that was watched. */
export interface Bake {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly weightPercent: number;
}

/** Something that happened at one point in time. */
export interface Moment {
  readonly atSeconds: number;
  readonly kind: 'alarm' | 'decision' | 'drift';
  /** A word or two for the picture. */
  readonly label: string;
  /** The same as a sentence. */
  readonly told: string;
}

/** One look at the evidence, or several that lie too close to be told apart. */
export interface Look {
  readonly atSeconds: number;
  readonly verdict: Check['verdict'];
}

/** The evidence against one target's candidate, from look to look. */
export interface EvidenceLine {
  /** Of the target; empty where it is the only one. */
  readonly name: string;
  /** What the candidate is held against: stable beside it or, when it has all the traffic, stable's past. */
  readonly against: 'stable' | 'past';
  /** To 1. */
  readonly limit: number;
  readonly points: readonly EvidencePoint[];
}

export interface EvidencePoint {
  readonly atSeconds: number;
  readonly logEvidence: number;
}

/** So many marks can be told apart across a picture. */
const MARKS = 160;

export function timelineOf(record: AuditRecord): Timeline {
  const ahead = weightsAhead(record);
  const known = totalSeconds(record);
  const total = Math.max(1, known, ahead.at(-1)?.atSeconds ?? 0);
  const drift = driftOf(record, known);
  return {
    totalSeconds: total,
    courses: shiftsByMachine(record),
    bakes: bakesOf(record, drift?.atSeconds ?? known),
    ahead,
    looks: fewerLooks(record.checks, total, MARKS).map(({ atSeconds, verdict }) => ({ atSeconds, verdict })),
    moments: momentsOf(record, drift),
    knownSeconds: drift?.atSeconds ?? (known < total ? known : total * 1.02),
    executions: executionBins(record.checks, total),
    evidence: evidenceOf(record.checks, total),
  };
}

function momentsOf(record: AuditRecord, drift: Moment | undefined): readonly Moment[] {
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
function driftOf({ reason, targets, startedAt }: AuditRecord, endSeconds: number): Moment | undefined {
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

/** The time between two shifts, unless it leads back. */
function bakesOf(record: AuditRecord, endSeconds: number): readonly Bake[] {
  const shifts = allShifts(record).filter(
    ({ candidateWeight }, i, all) => candidateWeight !== all[i - 1]?.candidateWeight,
  );
  return shifts.flatMap(({ atSeconds, candidateWeight }, i) => {
    const untilSeconds = shifts[i + 1]?.atSeconds ?? Math.max(endSeconds, atSeconds);
    const isBake = candidateWeight > 0 && untilSeconds > atSeconds;
    return isBake ? [{ fromSeconds: atSeconds, untilSeconds, weightPercent: candidateWeight }] : [];
  });
}

function weightsAhead(record: AuditRecord): Timeline['ahead'] {
  const { outcome, plan } = record;
  const shifts = allShifts(record);
  const last = shifts.at(-1);
  if (outcome !== 'Running' || !plan || !last) return [];
  const begun = plan.steps.findIndex(({ weightPercent }) => weightPercent === last.candidateWeight);
  if (begun < 0) return [];
  const points = [{ atSeconds: last.atSeconds, weightPercent: last.candidateWeight }];
  let at = Math.max(last.atSeconds + plan.steps[begun]!.bakeSeconds, totalSeconds(record));
  for (const { weightPercent, bakeSeconds } of plan.steps.slice(begun + 1)) {
    points.push({ atSeconds: at, weightPercent });
    at += bakeSeconds;
  }
  return [...points, { atSeconds: at, weightPercent: points.at(-1)!.weightPercent }];
}

/** At most so many: of those that fall together the last one, or one that was unhealthy. */
export function fewerLooks<T extends Look>(looks: readonly T[], total: number, most: number): readonly T[] {
  return thinned(looks, total, most, (a, b) => (a.verdict === 'unhealthy' && b.verdict !== 'unhealthy' ? a : b));
}

/** At most one of all that lie where one mark has room. */
function thinned<T extends { readonly atSeconds: number }>(
  marks: readonly T[],
  total: number,
  most: number,
  chosen: (a: T, b: T) => T,
): readonly T[] {
  const places = new Map<number, T>();
  for (const mark of marks) {
    const place = Math.min(most - 1, Math.floor((mark.atSeconds / total) * most));
    const other = places.get(place);
    places.set(place, other ? chosen(other, mark) : mark);
  }
  return [...places.values()];
}

function evidenceOf(checks: readonly Check[], total: number): readonly EvidenceLine[] {
  const lines = new Map<string, Omit<EvidenceLine, 'points'> & { readonly points: EvidencePoint[] }>();
  const add = (line: Omit<EvidenceLine, 'points'>, point: EvidencePoint): void => {
    const key = JSON.stringify([line.name, line.against]);
    const known = lines.get(key) ?? { ...line, points: [] };
    known.points.push(point);
    lines.set(key, known);
  };
  for (const { atSeconds, comparisons = [] } of checks) {
    for (const { target: name = '', logEvidence, limit, finalBake } of comparisons) {
      add({ name, against: 'stable', limit }, { atSeconds, logEvidence });
      if (finalBake)
        add({ name, against: 'past', limit: finalBake.limit }, { atSeconds, logEvidence: finalBake.logEvidence });
    }
  }
  const highest = (a: EvidencePoint, b: EvidencePoint) => (b.logEvidence >= a.logEvidence ? b : a);
  return [...lines.values()].map((line) => ({ ...line, points: thinned(line.points, total, MARKS, highest) }));
}
