import type { Wire } from '../../local/aws-json.ts';
import type { Decision } from '../../workflow/decisions.ts';
import type { DeploymentEntry, Owner, TargetEntry } from '../../workflow/ledger.ts';
import type { Announcement } from './invocation.ts';

export type Routes = readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];

/** Who acts when it is nobody of ours. */
export const SOMEBODY = 'somebody';

/** An alias as it was from a moment on. */
export interface AliasMoment {
  readonly at: number;
  /** As DescribeStateMachineAlias answers it, whatever lags; absent: there was none. */
  readonly alias?: Wire;
  readonly routes?: Routes;
  /** An execution's ARN, the watchdog's function, or `somebody`. */
  readonly by: string;
  /** The life of that execution. */
  readonly life?: Owner;
  /** Whose lock it was, and whether recovery had closed it. */
  readonly holder?: Owner;
  readonly closed: boolean;
}

/** An alias write as it was asked for, whatever became of it. */
export interface Asked {
  readonly at: number;
  readonly by: string;
  readonly life?: Owner;
  readonly aliasArn: string;
  readonly routes?: Routes;
  readonly announced?: Announcement;
  /** AWS's date of what its function was last shown of the alias. */
  readonly shownDate?: number;
}

/** An answer to somebody who read an alias; without a date: there is none. */
export interface Shown {
  readonly at: number;
  readonly by: string;
  readonly life?: Owner;
  readonly holder?: Owner;
  readonly aliasArn: string;
  readonly updateDate?: number;
}

/** A look at the evidence read what people have decided. */
export interface Heard {
  readonly at: number;
  readonly life: Owner;
  readonly decisions: readonly Decision[];
}

/** The ledger was told of a write of an alias that AWS had acknowledged. */
export interface Noted {
  readonly at: number;
  readonly aliasArn: string;
  /** AWS's date of the write; null: the alias was removed. */
  readonly updatedAt: number | null;
  readonly routes?: Routes;
}

/** The ledger's entry of a deployment as it was from a moment on. */
export interface Entry {
  readonly at: number;
  readonly by: string;
  readonly life?: Owner;
  readonly entry: DeploymentEntry;
  /** The life of the execution that it is about was running then. */
  readonly alive: boolean;
}

/** The world at the moment a life of an execution of the deployer ended. */
export interface Ended {
  readonly owner: Owner;
  readonly at: number;
  readonly type: string;
  /** The state it was in. */
  readonly state?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The ledger did not answer it in the end: it could not know what is left. */
  readonly withoutLedger: boolean;
  /** By alias ARN. */
  readonly aliases: ReadonlyMap<string, AliasMoment | undefined>;
  readonly targets: ReadonlyMap<string, TargetEntry>;
}

/** The same life of the same execution. */
export function sameLife(a: Owner | undefined, b: Owner): boolean {
  return a?.executionArn === b.executionArn && a.redriveCount === b.redriveCount;
}
