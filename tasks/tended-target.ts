import {
  type Counted,
  counted,
  MAXIMUM_COUNTED,
  MAXIMUM_REPLAYS,
  NONE,
  STOPPED_ERROR,
  successorName,
  type TendedTarget,
} from '../workflow/after-care.ts';
import type { DeploymentDocument, Target } from '../workflow/document.ts';
import { explain, TryAgain } from '../workflow/errors.ts';
import { READ_LAG_SECONDS } from '../workflow/live-alias.ts';
import { later } from '../workflow/pace.ts';
import type { CandidateExecution, CandidatePage } from './ports/candidate-executions.ts';
import type { Ports } from './ports/ports.ts';
import { shortHash } from './short-hash.ts';

type Tending = Pick<Ports, 'candidateExecutions' | 'now'>;
type Steps = AsyncGenerator<TendedTarget, void>;

/** What is waited for is waited for so long at most; what runs longer is left. */
const LONGEST_WAIT_SECONDS = 86_400;
/** It is looked at again after a tenth of the time that has passed, within these. */
const SHORTEST_LOOK_SECONDS = 30;
const LONGEST_LOOK_SECONDS = 1800;

/**
 * Goes on with what is done about one target's executions, and answers after each single one how far it is: who is cut off goes on right there, and starts, stops and
 * counts nothing twice. Ends where nothing is left to do, or something is to be waited for.
 * @throws TryAgain when AWS is too busy
 */
export async function* tending(tended: TendedTarget, document: DeploymentDocument, ports: Tending): Steps {
  let current = tended;
  while (current.stage !== 'done' && !isEarly(current, ports.now()))
    for await (current of onePage(current, document, ports)) yield current;
}

export function isEarly({ notBefore }: TendedTarget, now: string): boolean {
  return notBefore !== undefined && Date.parse(now) < Date.parse(notBefore);
}

function onePage(tended: TendedTarget, document: DeploymentDocument, ports: Tending): Steps {
  switch (tended.stage) {
    case 'inFlight':
      return document.request.inFlight === 'stop'
        ? stopPage(tended, document, ports)
        : countPage(tended, document, ports);
    case 'replayFailed':
      return replayPage(tended, document, 'FAILED', ports);
    case 'replayTimedOut':
      return replayPage(tended, document, 'TIMED_OUT', ports);
    case 'replayStopped':
    case 'done':
      return replayPage(tended, document, 'ABORTED', ports);
  }
}

async function* countPage(
  tended: TendedTarget,
  document: DeploymentDocument,
  { candidateExecutions, now }: Tending,
): Steps {
  const target = targetOf(tended, document);
  const page = await candidateExecutions.list(target.candidate!.versionArn, 'RUNNING', tended.nextToken);
  // A first page begins the count anew.
  const before = tended.nextToken === undefined ? NONE : tended.running;
  const running = oursOf(page, target, document).reduce<Counted>(
    (sum, { executionArn }) => counted(sum, { executionArn }),
    before,
  );
  const nextToken = nextOf(page, document);
  if (nextToken !== undefined && running.count < MAXIMUM_COUNTED) return yield { ...tended, running, nextToken };
  const look = fromTheTop({ ...tended, running: nextToken === undefined ? running : { ...running, andMore: true } });
  const passed = secondsSince(backSince(target, now()), now());
  if (document.request.inFlight === 'wait' && running.count > 0 && passed < LONGEST_WAIT_SECONDS)
    return yield { ...look, notBefore: later(now(), lookSeconds(passed)) };
  // What was waited for has ended just now.
  yield afterInFlight(look, tended.running.count > 0, document, now());
}

async function* stopPage(
  tended: TendedTarget,
  document: DeploymentDocument,
  { candidateExecutions, now }: Tending,
): Steps {
  const target = targetOf(tended, document);
  const page = await candidateExecutions.list(target.candidate!.versionArn, 'RUNNING', tended.nextToken);
  let current = tended;
  for (const one of oursOf(page, target, document)) {
    if (isDone(one, current)) continue;
    await candidateExecutions.stop(one.executionArn, STOPPED_ERROR, why(document));
    current = withDone(one, { ...current, stopped: current.stopped + 1 });
    yield current;
  }
  const nextToken = nextOf(page, document);
  if (nextToken !== undefined) return yield { ...fromTheTop(current), nextToken };
  // An earlier call may have stopped some, and its answer was lost.
  yield afterInFlight(fromTheTop(current), true, document, now());
}

/** @param endedJustNow AWS's lists need not tell yet how that ended */
function afterInFlight(
  tended: TendedTarget,
  endedJustNow: boolean,
  { request }: DeploymentDocument,
  now: string,
): TendedTarget {
  if (request.replay === 'none') return { ...tended, stage: 'done' };
  const patience = endedJustNow ? { notBefore: later(now, READ_LAG_SECONDS) } : {};
  return { ...tended, ...patience, stage: 'replayFailed' };
}

async function* replayPage(
  tended: TendedTarget,
  document: DeploymentDocument,
  status: 'FAILED' | 'TIMED_OUT' | 'ABORTED',
  { candidateExecutions }: Tending,
): Steps {
  const target = targetOf(tended, document);
  const page = await candidateExecutions.list(target.candidate!.versionArn, status, tended.nextToken);
  let current = tended;
  for (const one of oursOf(page, target, document)) {
    if (isDone(one, current)) continue;
    if (current.replayed + current.notReplayed.count >= MAXIMUM_REPLAYS) return yield beyondTheMost(one, current);
    current = withDone(one, withReplay(current, one, await replay(one, status, target, candidateExecutions)));
    yield current;
  }
  const nextToken = nextOf(page, document);
  if (nextToken !== undefined) return yield { ...fromTheTop(current), nextToken };
  yield { ...fromTheTop(current), stage: stageAfter(current.stage, document) };
}

function stageAfter(stage: TendedTarget['stage'], { request }: DeploymentDocument): TendedTarget['stage'] {
  if (stage === 'replayFailed') return 'replayTimedOut';
  return stage === 'replayTimedOut' && request.inFlight === 'stop' ? 'replayStopped' : 'done';
}

type Replay = { readonly kind: 'replayed' | 'notOurs' } | { readonly kind: 'not'; readonly why: string };

/** Starts one execution again on stable. What cannot be is no reason to leave the others. */
async function replay(
  { executionArn }: CandidateExecution,
  status: string,
  { found }: Target,
  candidateExecutions: Tending['candidateExecutions'],
): Promise<Replay> {
  try {
    const execution = await candidateExecutions.read(executionArn);
    if (!execution) return { kind: 'not', why: 'AWS does not know it any more' };
    if (status === 'ABORTED' && execution.error !== STOPPED_ERROR) return { kind: 'notOurs' }; // a person has stopped it
    if (execution.input === undefined) return { kind: 'not', why: 'AWS does not tell its input' };
    if (found.kind !== 'whole') return { kind: 'not', why: 'there is no stable version' };
    const name = successorName(executionArn, shortHash(executionArn));
    await candidateExecutions.start(found.versionArn, name, execution.input);
    return { kind: 'replayed' };
  } catch (error) {
    if (error instanceof TryAgain || !(error instanceof Error)) throw error;
    return { kind: 'not', why: explain({ Error: error.name, Cause: error.message }).summary.slice(0, LONGEST_WHY) };
  }
}

/** AWS may repeat an input of 256 KiB. */
const LONGEST_WHY = 300;

function withReplay(tended: TendedTarget, { executionArn }: CandidateExecution, outcome: Replay): TendedTarget {
  switch (outcome.kind) {
    case 'replayed':
      return { ...tended, replayed: tended.replayed + 1 };
    case 'not':
      return { ...tended, notReplayed: counted(tended.notReplayed, { executionArn, why: outcome.why }) };
    case 'notOurs':
      return tended;
  }
}

function beyondTheMost({ executionArn }: CandidateExecution, tended: TendedTarget): TendedTarget {
  const why = `${MAXIMUM_REPLAYS} are looked at at most`;
  const notReplayed = { ...counted(tended.notReplayed, { executionArn, why }), andMore: true };
  return { ...fromTheTop(tended), notReplayed, stage: 'done' };
}

function isDone({ executionArn }: CandidateExecution, { done = [] }: TendedTarget): boolean {
  return done.includes(shortHash(executionArn));
}

function withDone({ executionArn }: CandidateExecution, tended: TendedTarget): TendedTarget {
  return { ...tended, done: [...(tended.done ?? []), shortHash(executionArn)] };
}

/** Where another page, look or stage begins. */
function fromTheTop({ nextToken: _, done: __, notBefore: ___, ...rest }: TendedTarget): TendedTarget {
  return rest;
}

/** Started through the alias by this deployment's share of the traffic; smoke tests and direct starts are not. */
function oursOf({ executions }: CandidatePage, { aliasArn }: Target, { execution }: DeploymentDocument) {
  // As numbers: AWS leaves out the milliseconds where there are none.
  const since = Date.parse(execution.startedAt);
  return executions.filter((one) => one.aliasArn === aliasArn && Date.parse(one.startedAt) >= since);
}

/** The lists have 90 days: what was over before this deployment began need not be read. */
function nextOf({ executions, nextToken }: CandidatePage, { execution }: DeploymentDocument): string | undefined {
  const since = Date.parse(execution.startedAt);
  return executions.some(({ listedBy }) => Date.parse(listedBy) < since) ? undefined : nextToken;
}

function targetOf({ stateMachineArn, alias }: TendedTarget, { targets }: DeploymentDocument): Target {
  return targets.find((target) => target.stateMachineArn === stateMachineArn && target.alias === alias)!;
}

function why({ execution }: DeploymentDocument): string {
  return `The deployment ${execution.arn} was rolled back, and its request says that what runs on the candidate is to be stopped.`;
}

function backSince({ rolledBack }: Target, now: string): string {
  return rolledBack?.kind === 'restored' ? rolledBack.updatedAt : now;
}

function lookSeconds(passed: number): number {
  return Math.min(LONGEST_LOOK_SECONDS, Math.max(SHORTEST_LOOK_SECONDS, Math.round(passed / 10)));
}

function secondsSince(time: string, now: string): number {
  return (Date.parse(now) - Date.parse(time)) / 1000;
}
