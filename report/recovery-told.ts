import type { AuditRecord } from '../workflow/audit-record.ts';
import { inWords } from './duration.ts';

const COMPLETED: Readonly<Record<string, string>> = {
  Succeeded: 'every alias is wholly on its candidate',
  RolledBack: 'every alias is back on stable',
  CriticalError: 'somebody else had moved an alias, which is left as found',
};

/** Who completed what the execution left half done, and how. */
export function recoveryInWords({ recovered, endedAt }: AuditRecord): readonly string[] {
  if (!recovered) return [];
  const { by, at, outcome } = recovered;
  const after = endedAt === undefined ? '' : ` ${inWords((Date.parse(at) - Date.parse(endedAt)) / 1000)} later`;
  const who = by === 'watchdog' ? 'The watchdog' : by;
  return [`${who} completed the deployment${after}: ${COMPLETED[outcome] ?? outcome}.`];
}
