import type { AuditRecord } from '../workflow/audit-record.ts';
import type { ObservedMachine } from './observed-machine.ts';

/** What a report shows. */
export interface Reported {
  readonly record: AuditRecord;
  /** Of a rehearsal; empty otherwise. */
  readonly machines: readonly ObservedMachine[];
}
