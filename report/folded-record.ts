import type { AuditRecord, Check } from '../workflow/audit-record.ts';
import { foldedPath } from './folded-path.ts';

/** Up to so long a record is shown as it is. */
const WHOLE_CHARACTERS = 100_000;
/** Beyond that nobody reads on; `--json` has it all. */
const MOST_CHECKS = 120;

/** The record as JSON text for a page that must stay small: of a long one repeated looks are folded. */
export function foldedRecord(record: AuditRecord): { readonly kind: 'whole' | 'folded'; readonly text: string } {
  const whole = JSON.stringify(record, null, 2);
  if (whole.length <= WHOLE_CHARACTERS) return { kind: 'whole', text: whole };
  const folded = { ...record, path: foldedPath(record.path), checks: foldedChecks(record.checks) };
  return { kind: 'folded', text: JSON.stringify(folded, null, 1) };
}

/** The first and the last of each run of looks with the same verdict, and between them how many there were. */
function foldedChecks(checks: readonly Check[]): readonly (Check | string)[] {
  const folded: (Check | string)[] = [];
  for (let first = 0; first < checks.length; ) {
    let next = first + 1;
    while (next < checks.length && isAlike(checks[first]!, checks[next]!)) next++;
    folded.push(checks[first]!);
    if (next - first > 2) folded.push(`… ${next - first - 2} more looks, ${checks[first]!.verdict} …`);
    if (next - first > 1) folded.push(checks[next - 1]!);
    first = next;
  }
  if (folded.length <= MOST_CHECKS) return folded;
  const left = folded.length - MOST_CHECKS;
  return [...folded.slice(0, MOST_CHECKS / 2), `… ${left} more entries …`, ...folded.slice(-MOST_CHECKS / 2)];
}

function isAlike(a: Check, b: Check): boolean {
  return a.verdict === b.verdict && a.decision === b.decision && a.weightPercent === b.weightPercent;
}
