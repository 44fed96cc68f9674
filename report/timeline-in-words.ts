import type { AuditRecord } from '../workflow/audit-record.ts';
import { toOne } from '../workflow/comparison-in-words.ts';
import { clockTime } from './duration.ts';
import type { Timeline } from './timeline.ts';

/** What the picture of a deployment shows, as sentences. */
export function timelineInWords(timeline: Timeline, record: AuditRecord): readonly string[] {
  return [
    ...weights(timeline),
    looks(record),
    ...timeline.moments.map(({ told }) => told),
    ...counts(record),
    ...(timeline.ahead.length > 0 ? ['The dotted line is what lies ahead if everything stays healthy.'] : []),
  ];
}

function weights({ courses }: Timeline): readonly string[] {
  return courses.map(({ machines, shifts }) => {
    const whose = machines.length === 0 ? 'The candidate had' : `The candidates of ${machines.join(', ')} had`;
    const list = shifts.map(({ atSeconds, candidateWeight }) => `${candidateWeight} % from ${clockTime(atSeconds)}`);
    return `${whose} ${list.join(', ')}.`;
  });
}

function looks({ checks }: AuditRecord): string {
  if (checks.length === 0) return 'The evidence was not looked at.';
  const verdicts = (['healthy', 'inconclusive', 'unhealthy'] as const)
    .map((verdict) => [checks.filter((check) => check.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  return `The evidence was looked at ${checks.length === 1 ? 'once' : `${checks.length} times`}: ${verdicts.join(', ')}.`;
}

/** In the end, of each target whose versions were compared. */
function counts({ checks }: AuditRecord): readonly string[] {
  const last = checks.findLast((check) => check.comparisons !== undefined);
  if (!last) return [];
  return (last.comparisons ?? []).map(({ target, candidate, stable, logEvidence, limit, finalBake }) => {
    const of = ({ failed, succeeded }: typeof candidate) => `${failed} of ${failed + succeeded} executions`;
    const none = candidate.succeeded + candidate.failed + stable.succeeded + stable.failed === 0;
    const where = target === undefined ? '' : `${target}: `;
    const past = finalBake
      ? `, and with all the traffic ${toOne(finalBake.logEvidence)} by stable’s past, limit ${finalBake.limit} : 1`
      : '';
    if (none) return `${where}No execution of either version was counted.`;
    return `${where}${of(candidate)} of the candidate failed, ${of(stable)} of stable: evidence ${toOne(logEvidence)} against it, limit ${limit} : 1${past}.`;
  });
}
