import type { AuditRecord, Check } from '../workflow/audit-record.ts';
import { allShifts, type CommonShifts, shiftsByMachine } from './common-shifts.ts';
import { type EvidenceLine, evidenceLines } from './evidence-lines.ts';
import { type ExecutionBins, executionBins } from './execution-bins.ts';
import { fewerMarks, MARKS } from './fewer-marks.ts';
import { driftOf, type Moment, momentsOf } from './moments.ts';
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

/** One look at the evidence, or several that lie too close to be told apart. */
export interface Look {
  readonly atSeconds: number;
  readonly verdict: Check['verdict'];
}

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
    evidence: evidenceLines(record.checks, total),
  };
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
  return fewerMarks(looks, total, most, (a, b) => (a.verdict === 'unhealthy' && b.verdict !== 'unhealthy' ? a : b));
}
