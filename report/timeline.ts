import type { AuditRecord, Check } from '../workflow/audit-record.ts';
import { allShifts, type CommonShifts, shiftsByMachine } from './common-shifts.ts';
import { decisionsOf } from './decisions.ts';
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
  readonly evidence: Evidence | undefined;
}

/** A weight that was watched. */
export interface Bake {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly weightPercent: number;
}

/** Something that happened at one point in time, with a word or two for a label. */
export interface Moment {
  readonly atSeconds: number;
  readonly kind: 'alarm' | 'decision' | 'drift';
  readonly label: string;
}

/** One look at the evidence, or several that lie too close to be told apart. */
export interface Look {
  readonly atSeconds: number;
  readonly verdict: Check['verdict'];
}

export interface Evidence {
  /** To 1. */
  readonly limit: number;
  readonly lines: readonly { readonly name: string; readonly points: readonly EvidencePoint[] }[];
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
  return {
    totalSeconds: total,
    courses: shiftsByMachine(record),
    bakes: bakesOf(record, known),
    ahead,
    looks: thinned(record.checks, total, worse).map(({ atSeconds, verdict }) => ({ atSeconds, verdict })),
    moments: momentsOf(record, known),
    knownSeconds: known < total || isDrifted(record) ? known : total * 1.02,
    executions: executionBins(record.checks, total),
    evidence: evidenceOf(record.checks, total),
  };
}

function momentsOf(record: AuditRecord, endSeconds: number): readonly Moment[] {
  const alarms = record.checks.filter((check, i) => isAlarm(check) && !isAlarm(record.checks[i - 1]));
  return [
    ...alarms.map(({ atSeconds }) => ({ atSeconds, kind: 'alarm' as const, label: 'alarm fires' })),
    ...decisionsOf(record).map(({ atSeconds, decision }) => ({
      atSeconds,
      kind: 'decision' as const,
      label: decision,
    })),
    ...(isDrifted(record) ? [{ atSeconds: endSeconds, kind: 'drift' as const, label: 'moved by somebody else' }] : []),
  ].sort((a, b) => a.atSeconds - b.atSeconds);
}

function isDrifted({ reason }: AuditRecord): boolean {
  return reason === 'RoutingDrifted';
}

function isAlarm(check: Check | undefined): boolean {
  if (check?.verdict !== 'unhealthy') return false;
  return check.reason === 'AlarmFiring';
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

const SEVERITY: Readonly<Record<Check['verdict'], number>> = { healthy: 0, inconclusive: 1, unhealthy: 2 };

function worse(a: Check, b: Check): Check {
  return SEVERITY[b.verdict] >= SEVERITY[a.verdict] ? b : a;
}

/** At most one of all that lie where one mark has room. */
function thinned<T extends { readonly atSeconds: number }>(
  marks: readonly T[],
  total: number,
  chosen: (a: T, b: T) => T,
): readonly T[] {
  const places = new Map<number, T>();
  for (const mark of marks) {
    const place = Math.min(MARKS - 1, Math.floor((mark.atSeconds / total) * MARKS));
    const other = places.get(place);
    places.set(place, other ? chosen(other, mark) : mark);
  }
  return [...places.values()];
}

function evidenceOf(checks: readonly Check[], total: number): Evidence | undefined {
  const lines = new Map<string, EvidencePoint[]>();
  let limit = 0;
  for (const check of checks) {
    for (const comparison of check.comparisons ?? []) {
      const name = comparison.target ?? '';
      const points = lines.get(name) ?? [];
      lines.set(name, points);
      points.push({ atSeconds: check.atSeconds, logEvidence: comparison.logEvidence });
      limit = comparison.limit;
    }
  }
  if (lines.size === 0) return undefined;
  const highest = (a: EvidencePoint, b: EvidencePoint) => (b.logEvidence >= a.logEvidence ? b : a);
  return { limit, lines: [...lines].map(([name, points]) => ({ name, points: thinned(points, total, highest) })) };
}
