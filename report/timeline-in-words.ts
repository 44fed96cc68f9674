import type { AuditRecord } from '../workflow/audit-record.ts';
import { decisionsOf } from './decisions.ts';
import { clockTime } from './duration.ts';
import type { Moment, Timeline } from './timeline.ts';

/** What the picture of a deployment shows, as sentences. */
export function timelineInWords(timeline: Timeline, record: AuditRecord): readonly string[] {
  return [
    ...weights(timeline),
    looks(record),
    ...timeline.moments.filter(({ kind }) => kind !== 'decision').map(inWords),
    ...decisionsOf(record).map(
      ({ atSeconds, decision, actor }) => `${actor} decided at ${clockTime(atSeconds)}: ${decision}.`,
    ),
    ...counts(record),
    ...(timeline.ahead.length > 0 ? ['The dashed line is what lies ahead if everything stays healthy.'] : []),
  ];
}

function inWords({ kind, atSeconds }: Moment): string {
  const at = clockTime(atSeconds);
  return kind === 'alarm'
    ? `An alarm was found firing at ${at}.`
    : `At ${at} it was found that somebody else had moved the alias; what it has had since is not known here.`;
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
  return (last.comparisons ?? []).map(({ target, candidate, stable, logEvidence, limit }) => {
    const of = ({ failed, succeeded }: typeof candidate) => `${failed} of ${failed + succeeded} executions`;
    const where = target === undefined ? '' : `${target}: `;
    return `${where}${of(candidate)} of the candidate failed, ${of(stable)} of stable: evidence ${ratio(logEvidence)} against it, limit ${limit} : 1.`;
  });
}

function ratio(logEvidence: number): string {
  const value = Math.exp(Math.min(logEvidence, Math.log(1e6)));
  if (value < 0.1) return 'below 0.1 : 1';
  return `${value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value).toLocaleString('en-US')} : 1`;
}
