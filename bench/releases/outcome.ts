import type { PeerEnd } from '../peers/peer-client.ts';
import type { OurEnd } from './ours.ts';
import type { Release } from './release.ts';
import { ALIAS_DELAY_SECONDS, type Stage } from './stage.ts';

/** What a promoted candidate does later counts for nobody. */
export const WATCHED_AT_FULL_SECONDS = 600;

/** What one deployment came to. Times are seconds of virtual time; absent where there was no such thing. */
export interface Outcome {
  /** `refused` also where the candidate was given traffic and taken back only because an alarm had been firing before. */
  readonly end: PeerEnd;
  readonly reason?: string;
  /** The candidate's executions that failed, from its first traffic to the last that was routed to it. */
  readonly failed: number;
  /** The same, less what stable would have failed of as many. */
  readonly excess: number;
  /** From the first shift until all starts go to stable again. */
  readonly backAfter?: number;
  /** From the first and the third failure of the candidate, and from the alarm, until then. */
  readonly sinceFirstFailure?: number;
  readonly sinceThirdFailure?: number;
  readonly sinceAlarm?: number;
}

export interface Ended extends Outcome {
  /** From the start of the deployment to its end. */
  readonly seconds: number;
}

type Observed = Pick<Stage, 'moves' | 'starts' | 'failures' | 'alarmed' | 'wasFiring'>;

export function outcomeOf(
  { moves, starts, failures, alarmed, wasFiring }: Observed,
  { base }: Pick<Release, 'base'>,
  { end: toldEnd, reason }: OurEnd,
): Outcome {
  const end = toldEnd === 'rolledBack' && wasFiring() ? 'refused' : toldEnd;
  const full = moves.find(({ weight }) => weight === 100)?.at ?? Number.POSITIVE_INFINITY;
  const cut = full + 1000 * WATCHED_AT_FULL_SECONDS;
  const failed = failures.filter((at) => at <= cut).length;
  const excess = failed - base * starts.filter((at) => at <= cut).length;
  const said = { end, ...(reason !== undefined && { reason }), failed, excess };
  const wayBack = moves.findLast(({ weight }) => weight === 0);
  if (end !== 'rolledBack' || !wayBack) return said;
  // Then every place has heard of the write, and no start can go to the candidate any more.
  const back = wayBack.at + 1000 * ALIAS_DELAY_SECONDS;
  const since = (at: number | undefined) => (at === undefined ? undefined : (back - at) / 1000);
  const alarmedAt = alarmed.findLast((at) => at <= wayBack.at);
  return {
    ...said,
    backAfter: since(moves[0]!.at)!,
    ...defined({
      sinceFirstFailure: since(failures[0]),
      sinceThirdFailure: since(failures[2]),
      sinceAlarm: since(alarmedAt),
    }),
  };
}

function defined<T extends object>(members: { [Name in keyof T]: T[Name] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
