import { targetName } from '../workflow/arns.ts';
import { settingsOf } from '../workflow/compare-request.ts';
import { DEFAULT_COMPARE } from '../workflow/compare-versions.ts';
import { decide, saidOf } from '../workflow/decide.ts';
import { standingOf } from '../workflow/decisions.ts';
import type { DeploymentDocument, Evidence, Health } from '../workflow/document.ts';
import { type AlarmReading, judge } from '../workflow/judge.ts';
import { LATE_EVIDENCE_SECONDS } from '../workflow/limits.ts';
import { opinionOn, type TargetOpinion } from '../workflow/opinion.ts';
import { isExhausted, type Moment, pollsOf, secondsBetween } from '../workflow/pace.ts';
import { findDrift } from './drift.ts';
import type { OwnedInput } from './holder.ts';
import { news } from './no-news.ts';
import type { Ports } from './ports/ports.ts';
import { readEvidence, versionsOf } from './read-evidence.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
  readonly now: string;
  /** How often this look was tried before. */
  readonly retryCount: number;
}

type Evidences = Pick<Ports, 'alarms' | 'counts' | 'failed' | 'ledger' | 'aliases' | 'now'>;

/** A look writes 9 events into the history, a retry of it 3 more. */
const LOOKS_PER_RETRY = 1 / 3;

/**
 * Reads the evidence, judges it, and decides how to go on.
 * @throws RoutingDrifted where the comparison speaks against the candidate, and somebody else has moved an alias
 */
export const handler = taskHandler(
  'CheckHealth',
  async ({ document, now, retryCount, owner }: Input, ports: Evidences): Promise<Health> => {
    const { bakeStartedAt, bakeEndsAt, polls: before, evidence: known } = document.health!;
    const { watched, ignored } = document.alarms!;
    const [readings, evidence, deployment] = await Promise.all([
      news<readonly AlarmReading[]>(() => ports.alarms.read(watched)),
      known && readEvidence(document, known, now, ports),
      news(() => ports.ledger.deployments.read(owner.executionArn)),
    ]);
    const polls = before + 1 + retryCount * LOOKS_PER_RETRY;
    const moment = momentOf(document, now, polls);
    const opinions = evidence ? opinionsOn(document, evidence, moment) : [];
    const drift = opinions.some(({ verdict }) => verdict === 'unhealthy') && (await findDrift(document, ports));
    if (drift) throw drift;
    const { hopeless = false, ...judgement } = judge({ names: watched, ignored }, readings, opinions);
    const standing = deployment && standingOf(deployment.entry.decisions ?? [], bakeStartedAt);
    const isHeard = readings !== undefined;
    const extended = extension(moment, opinions, isHeard);
    const situation = { ...moment, hopeless, ...extended, ...waits(document, isHeard), standing };
    const { waitsFor, ...decision } = decide(judgement.verdict, situation);
    return {
      ...judgement,
      ...decision,
      reasons: [...judgement.reasons, ...saidOf(standing, { ...decision, waitsFor })],
      ...(waitsFor && { waitsFor }),
      bakeStartedAt,
      bakeEndsAt,
      polls,
      ...(opinions.length > 0 && { comparisons: opinions.map(({ figures }) => figures) }),
      ...(evidence && {
        evidence: { ...evidence, heldSeconds: held(evidence, opinions, moment, decision.waitSeconds) },
      }),
    };
  },
);

/** For whom a step may wait, and for how long. A veto of alarms that nobody could hear is no consent, whatever is promoted without evidence. */
function waits({ request, step }: DeploymentDocument, isHeard: boolean) {
  const { onInconclusive: asked, timeoutSeconds } = request;
  const onInconclusive = asked === 'promote' && !isHeard ? 'rollBack' : asked;
  return { onInconclusive, timeoutSeconds, approval: step!.approval ?? false };
}

function momentOf(document: DeploymentDocument, now: string, polls: number): Moment {
  const { plan, step, health, request } = document;
  const { bakeStartedAt, bakeEndsAt } = health!;
  return {
    now,
    bakeStartedAt,
    bakeEndsAt,
    pace: plan!.pace,
    lastStep: step!.number === step!.of,
    pollsLeft: pollsLeft(document, polls),
    extensionSeconds: request.onInconclusive === 'extend' ? request.maximumExtensionSeconds : 0,
  };
}

/** What the budget leaves for this step, when the later ones are given theirs. */
function pollsLeft({ plan, step }: DeploymentDocument, polls: number): number {
  const { steps, pace, pollBudget } = plan!;
  const later = steps.slice(step!.number).reduce((sum, one) => sum + pollsOf(one, pace), 0);
  return pollBudget - later - polls;
}

function opinionsOn(
  { targets, request, step }: DeploymentDocument,
  evidence: Evidence,
  moment: Moment,
): readonly TargetOpinion[] {
  const { compare, minimumExecutions } = request;
  if (compare === 'off') return [];
  const { unread, heldSeconds } = evidence;
  // A hold is no reason to come back: it is over when the step's time is.
  const maximumHoldSeconds = isExhausted(moment) ? 0 : DEFAULT_COMPARE.maximumHoldSeconds;
  const settings = settingsOf(compare, { targets: targets.length, minimumExecutions, step: step!, maximumHoldSeconds });
  return targets.flatMap((target, index) => {
    const versions = versionsOf(target);
    const own = evidence.targets[index];
    if (!own || !versions) return [];
    const name = targets.length === 1 ? '' : targetName(target);
    return [opinionOn({ name, evidence: own, versions, unread, heldSeconds, settings })];
  });
}

/** A step ends when its evidence can be seen: it is waited for where AWS is late with it, whatever the request allows. */
function extension(
  { extensionSeconds }: Moment,
  opinions: readonly TargetOpinion[],
  isHeard: boolean,
): Pick<Moment, 'extensionSeconds'> {
  const isLate = !isHeard || opinions.some(({ figures }) => figures.finding === 'settling');
  return { extensionSeconds: isLate ? Math.max(extensionSeconds, LATE_EVIDENCE_SECONDS) : extensionSeconds };
}

/** The time until the next look counts as held where nothing but quiet is waited for. */
function held(
  { heldSeconds }: Evidence,
  opinions: readonly TargetOpinion[],
  { now, bakeEndsAt }: Moment,
  waitSeconds: number,
): number {
  const isOver = secondsBetween(now, bakeEndsAt) <= 0;
  return isOver && opinions.some(({ figures }) => figures.finding === 'notQuiet')
    ? heldSeconds + waitSeconds
    : heldSeconds;
}
