import type { Check } from '../workflow/audit-record.ts';
import { fewerMarks, MARKS } from './fewer-marks.ts';

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

interface EvidencePoint {
  readonly atSeconds: number;
  readonly logEvidence: number;
}

/** Of each target whose versions were compared, in the order in which they were. */
export function evidenceLines(checks: readonly Check[], total: number): readonly EvidenceLine[] {
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
  return [...lines.values()].map((line) => ({ ...line, points: fewerMarks(line.points, total, MARKS, highest) }));
}
