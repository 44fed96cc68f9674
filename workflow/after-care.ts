import type { Target } from './document.ts';

/**
 * What is done about executions of the candidate once their alias is back: those still running are left, stopped or waited for, and those that failed are started
 * again on stable, where that was asked for. In stages, target by target, each resumed where the last call of the function stopped.
 */
export interface AfterCare {
  /** `more`: look again after `waitSeconds`. */
  readonly progress: 'more' | 'done';
  readonly waitSeconds: number;
  readonly targets: readonly TendedTarget[];
}

export interface TendedTarget {
  readonly stateMachineArn: string;
  readonly alias: string;
  readonly stage: Stage;
  /** Of the candidate, through the alias, at the last look. */
  readonly running: Counted;
  readonly stopped: number;
  /** Started again on stable. */
  readonly replayed: number;
  readonly notReplayed: Counted;
  /** Where a list is to be read on. */
  readonly nextToken?: string;
}

/** `inFlight`: those that run are counted, stopped or waited for; then each kind of failed ones is replayed. */
export type Stage = 'inFlight' | 'replayFailed' | 'replayTimedOut' | 'replayStopped' | 'done';

export interface Counted {
  readonly count: number;
  /** The first few. */
  readonly sample: readonly Sample[];
}

export interface Sample {
  readonly executionArn: string;
  /** Why it was not replayed. */
  readonly why?: string;
}

export const NONE: Counted = { count: 0, sample: [] };
const SAMPLED = 5;

export function counted({ count, sample }: Counted, one: Sample): Counted {
  return { count: count + 1, sample: sample.length < SAMPLED ? [...sample, one] : sample };
}

/** Only of an alias that is proven to be back is anything known to be left on the candidate alone. EXPRESS machines keep no executions that could be found. */
export function toBeTended({ type, rolledBack, shifted }: Target): boolean {
  return type === 'STANDARD' && rolledBack?.kind === 'restored' && shifted !== undefined;
}

export function begun({ stateMachineArn, alias }: Target): TendedTarget {
  return { stateMachineArn, alias, stage: 'inFlight', running: NONE, stopped: 0, replayed: 0, notReplayed: NONE };
}

/**
 * The name of an execution's successor: the same however often it is tried, so that AWS starts it once. At most 80 characters.
 * @param hash of the whole ARN, in 20 characters
 */
export function successorName(executionArn: string, hash: string): string {
  const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  return `replay-${hash}-${name}`.slice(0, 80);
}

/** Says who stopped an execution, so that it is told from one that a person has stopped. */
export const STOPPED_ERROR = 'StoppedByRollBack';

/** A deployment replays at most so many executions; beyond that there is more wrong than a deployer should mend. */
export const MAXIMUM_REPLAYS = 5000;

/** In words for the end's account; empty where there is nothing to tell. */
export function afterCareInWords({ targets }: AfterCare): string {
  return targets.map(targetInWords).filter(Boolean).join(' ');
}

function targetInWords({ alias, running, stopped, replayed, notReplayed }: TendedTarget): string {
  const said = [
    ...(running.count > 0 ? [`${running.count} still run on the candidate`] : []),
    ...(stopped > 0 ? [`${stopped} were stopped`] : []),
    ...(replayed > 0 ? [`${replayed} were started again on stable`] : []),
    ...(notReplayed.count > 0 ? [`${notReplayed.count} could not be started again`] : []),
  ];
  return said.length === 0 ? '' : `Of the executions through ${alias}, ${said.join(', ')}.`;
}
