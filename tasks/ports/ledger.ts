import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { DeploymentEntry, TargetEntry, TargetKey, VersionEntry } from '../../workflow/ledger.ts';

/** An entry with the revision it had when it was read; 0 where there was none. */
export interface Stored<Entry> {
  readonly entry: Entry;
  readonly revision: number;
}

/**
 * What deployments know of each other and of themselves: locks, phases, announced writes, decisions, what versions have shown, and audit records. Reads are consistent; a
 * write goes through only if the entry still has the revision that was read, and answers whether it did.
 */
export interface Ledger {
  readonly targets: {
    /** A free one where nothing is known. */
    read(target: TargetKey): Promise<Stored<TargetEntry>>;
    write(target: TargetKey, entry: TargetEntry, revision: number): Promise<boolean>;
  };
  readonly deployments: {
    read(executionArn: string): Promise<Stored<DeploymentEntry> | undefined>;
    write(entry: DeploymentEntry, revision: number): Promise<boolean>;
    /** The executions for whose deployments something is left to do. May be a moment behind. */
    unfinished(): Promise<readonly string[]>;
  };
  readonly versions: {
    /** Of one machine, by their numbers. */
    read(stateMachineArn: string): Promise<readonly VersionEntry[]>;
    write(entry: VersionEntry): Promise<void>;
  };
  /** However long: thousands of looks at the evidence. */
  readonly records: {
    read(executionArn: string): Promise<AuditRecord | undefined>;
    write(record: AuditRecord): Promise<void>;
    /** The executions whose records are stored and have this target, in the order of their starts. */
    ofTarget(target: TargetKey): Promise<readonly string[]>;
  };
}
