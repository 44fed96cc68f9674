import type { Target } from './document.ts';
import { READ_LAG_SECONDS } from './live-alias.ts';
import { later } from './pace.ts';
import type { DeploymentRequest } from './request.ts';

/**
 * What is done about executions of the candidate once their alias is back: those still running are left, stopped or waited for, and those that failed are started
 * again on stable, where that was asked for. In stages, target by target, each resumed where the last call of the function stopped.
 */
export interface AfterCare {
  /** `more`: look again after `waitSeconds`. */
  readonly progress: 'more' | 'done';
  readonly waitSeconds: number;
  /** How often the function was called. */
  readonly calls: number;
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
  /** What is done already of the page that begins there: hashes of ARNs. */
  readonly done?: readonly string[];
  /** Nothing is done before, ISO 8601: AWS's lists need not tell everything yet, or what runs is waited for. */
  readonly notBefore?: string;
  /** Why nothing was done, or not everything. */
  readonly notTended?: string;
}

/** `inFlight`: those that run are counted, stopped or waited for; then each kind of failed ones is replayed. */
export type Stage = 'inFlight' | 'replayFailed' | 'replayTimedOut' | 'replayStopped' | 'done';

export interface Counted {
  readonly count: number;
  /** The first few. */
  readonly sample: readonly Sample[];
  /** There are more, which nobody has counted. */
  readonly andMore?: boolean;
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

type Wishes = Pick<DeploymentRequest, 'replay' | 'inFlight'>;

/** Only of an alias that is proven to be back is anything known to be left on the candidate alone. Of an EXPRESS machine it is said that nothing can be done, where something is wished. */
export function toBeTended({ type, rolledBack, shifted }: Target, wishes: Wishes): boolean {
  return rolledBack?.kind === 'restored' && shifted !== undefined && (type === 'STANDARD' || doesMoreThanCount(wishes));
}

/** AWS's lists may be a minute behind, and so may the alias: whoever does more than count waits for so long. */
export function begun({ stateMachineArn, alias, type, rolledBack }: Target, wishes: Wishes): TendedTarget {
  const nothingYet = { stateMachineArn, alias, running: NONE, stopped: 0, replayed: 0, notReplayed: NONE };
  if (type === 'EXPRESS') return { ...nothingYet, stage: 'done', notTended: EXPRESS_KEEPS_NONE };
  if (rolledBack?.kind !== 'restored' || !doesMoreThanCount(wishes)) return { ...nothingYet, stage: 'inFlight' };
  return { ...nothingYet, stage: 'inFlight', notBefore: later(rolledBack.updatedAt, READ_LAG_SECONDS) };
}

function doesMoreThanCount({ replay, inFlight }: Wishes): boolean {
  return replay !== 'none' || inFlight !== 'leave';
}

const EXPRESS_KEEPS_NONE =
  'AWS keeps no list of the executions of an EXPRESS machine, so none could be found, stopped or started again.';

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

/** A deployment starts at most so many executions again; beyond that there is more wrong than a deployer should mend. */
export const MAXIMUM_REPLAYS = 5000;

/** Those that run are counted up to so many: all of the account share the lists. */
export const MAXIMUM_COUNTED = 5000;

/**
 * The function is called so often at most. Each call writes nine events into the history, and nothing could catch its running full: what is not done by then, for AWS was too
 * busy, is left.
 */
export const MAXIMUM_CALLS = 300;

/** What is not done yet is left as it is, and told. */
export function givenUp(tended: TendedTarget): TendedTarget {
  if (tended.stage === 'done') return tended;
  const notTended = `After ${MAXIMUM_CALLS} calls it was given up at the stage ${tended.stage}; what had not been looked at by then is left as it is.`;
  return { ...tended, stage: 'done', notTended };
}

/** In words for the end's account; empty where there is nothing to tell. */
export function afterCareInWords({ targets }: AfterCare): string {
  return targets.map(targetInWords).filter(Boolean).join(' ');
}

function targetInWords({ alias, running, stopped, replayed, notReplayed, notTended }: TendedTarget): string {
  const said = [
    ...(running.count > 0 ? [`${inWords(running)} still run on the candidate`] : []),
    ...(stopped > 0 ? [`${stopped} were stopped`] : []),
    ...(replayed > 0 ? [`${replayed} were started again on stable`] : []),
    ...(notReplayed.count > 0 ? [`${inWords(notReplayed)} could not be started again`] : []),
  ];
  const counts = said.length === 0 ? '' : `Of the executions through ${alias}, ${said.join(', ')}.`;
  const rest = notTended === undefined ? '' : `Executions through ${alias}: ${notTended}`;
  return [counts, rest].filter(Boolean).join(' ');
}

function inWords({ count, andMore }: Counted): string {
  return andMore ? `${count} or more` : String(count);
}
