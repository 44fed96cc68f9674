import { decisionInWords, type Standing } from './decisions.ts';
import type { Health, Verdict } from './document.ts';
import { isExhausted, keepBaking, later, type Moment, nextWait, secondsBetween } from './pace.ts';
import type { DeploymentRequest } from './request.ts';

/** All that a decision rests on, beside the verdict. */
export interface Situation extends Moment {
  readonly onInconclusive: DeploymentRequest['onInconclusive'];
  /** Waiting for a person is over so long after the bake's end. */
  readonly timeoutSeconds: number;
  /** The step waits for somebody to approve it. */
  readonly approval: boolean;
  /** What people have said; undefined: nobody knows, for the ledger could not be read. */
  readonly standing: Standing | undefined;
}

type Decided = Pick<Health, 'decision' | 'waitSeconds'> & {
  /** The exact name of why it goes back, where that is not the verdict's. */
  readonly reason?: 'RefusedByPerson' | 'NobodyDecided';
  /** What it is that a person is waited for. */
  readonly waitsFor?: 'resume' | 'approval' | 'decision' | undefined;
};

/**
 * What follows from a verdict. Only `healthy` moves a deployment forward by itself, and only after the bake. An unhealthy candidate comes back whatever people say; what
 * people say goes before everything else, and nothing goes forward that they might have stopped.
 */
export function decide(verdict: Verdict, situation: Situation): Decided {
  const { now, bakeEndsAt, standing, approval } = situation;
  if (verdict === 'unhealthy') return ROLL_BACK;
  if (standing?.rollBack) return { ...ROLL_BACK, reason: 'RefusedByPerson' };
  if (standing?.promote) return { decision: 'promote', waitSeconds: 0 };
  if (isHopeless(situation)) return ROLL_BACK;
  if (secondsBetween(now, bakeEndsAt) > 0) return keepBaking(situation, bakeEndsAt);
  if (!standing) return unheard(situation);
  if (standing.paused) return waitFor('resume', situation);
  if (standing.approved) return goOn(situation);
  if (verdict === 'inconclusive') return undecided(situation);
  return approval ? waitFor('approval', situation) : goOn(situation);
}

const ROLL_BACK = { decision: 'rollBack', waitSeconds: 0 } as const;

/** Where only more evidence could help, and none can. */
function isHopeless({ hopeless = false, onInconclusive }: Situation): boolean {
  return hopeless && (onInconclusive === 'extend' || onInconclusive === 'rollBack');
}

function goOn({ lastStep }: Situation): Decided {
  return { decision: lastStep ? 'promote' : 'nextStep', waitSeconds: 0 };
}

/** The bake is over, and the evidence does not tell. */
function undecided(situation: Situation): Decided {
  const { onInconclusive, bakeEndsAt, extensionSeconds } = situation;
  if (!isExhausted(situation)) return keepBaking(situation, later(bakeEndsAt, extensionSeconds));
  if (onInconclusive === 'promote') return goOn(situation);
  return onInconclusive === 'hold' ? waitFor('decision', situation) : ROLL_BACK;
}

function waitFor(waitsFor: NonNullable<Decided['waitsFor']>, situation: Situation): Decided {
  const end = untilDecided(situation);
  if (isExhausted(end)) return { ...ROLL_BACK, reason: 'NobodyDecided' };
  return { ...keepBaking(end, later(end.bakeEndsAt, end.extensionSeconds)), waitsFor };
}

/** What people have said must be heard before it goes on: a ledger that is busy now is not busy for long. */
function unheard(situation: Situation): Decided {
  const end = untilDecided(situation);
  if (isExhausted(end)) return ROLL_BACK;
  return {
    decision: 'keepBaking',
    waitSeconds: nextWait({ ...end, bakeEndsAt: later(end.bakeEndsAt, end.extensionSeconds) }),
  };
}

function untilDecided(situation: Situation): Situation {
  return { ...situation, extensionSeconds: situation.timeoutSeconds };
}

/** What people have to do with a decision, in words. */
export function saidOf(
  standing: Standing | undefined,
  { decision, waitsFor, reason }: Omit<Decided, 'waitSeconds'>,
): readonly string[] {
  if (!standing) return ['whether people have decided anything could not be read'];
  const { paused, approved, promote, rollBack } = standing;
  if (decision === 'rollBack') {
    if (reason === 'NobodyDecided') return ['a person was waited for, and nobody has decided in time'];
    return reason === 'RefusedByPerson' && rollBack ? [decisionInWords(rollBack, 'refused')] : [];
  }
  return [
    ...(promote && decision === 'promote' ? [decisionInWords(promote, 'promoted')] : []),
    ...(approved ? [decisionInWords(approved, 'approved')] : []),
    ...(paused ? [decisionInWords(paused, 'paused')] : []),
    ...(waitsFor === 'approval' ? ['waiting for somebody to approve this step'] : []),
    ...(waitsFor === 'decision' ? ['waiting for somebody to decide: approve, promote or roll back'] : []),
  ];
}
