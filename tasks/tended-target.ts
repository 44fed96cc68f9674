import {
  counted,
  MAXIMUM_REPLAYS,
  NONE,
  STOPPED_ERROR,
  type Stage,
  successorName,
  type TendedTarget,
} from '../workflow/after-care.ts';
import type { DeploymentDocument, Target } from '../workflow/document.ts';
import { NotAllowed } from '../workflow/errors.ts';
import { READ_LAG_SECONDS } from '../workflow/live-alias.ts';
import type { CandidateExecution } from './ports/candidate-executions.ts';
import type { Ports } from './ports/ports.ts';
import { shortHash } from './short-hash.ts';

type Tending = Pick<Ports, 'candidateExecutions' | 'now'>;

/** What is waited for is waited for so long at most; what runs longer is left. */
const LONGEST_WAIT_SECONDS = 86_400;

/** Goes one page on with what is done about one target's executions. A page that is cut off is done again, which starts and stops nothing twice. */
export async function tend(tended: TendedTarget, document: DeploymentDocument, ports: Tending): Promise<TendedTarget> {
  switch (tended.stage) {
    case 'inFlight':
      return tendRunning(tended, document, ports);
    case 'replayFailed':
      return replayPage(tended, document, 'FAILED', ports);
    case 'replayTimedOut':
      return replayPage(tended, document, 'TIMED_OUT', ports);
    case 'replayStopped':
      return replayPage(tended, document, 'ABORTED', ports);
    case 'done':
      return tended;
  }
}

/** AWS's lists may be a minute behind, and so may the alias: whoever does more than count waits for so long. */
export function listsAreWhole(tended: TendedTarget, document: DeploymentDocument, now: string): boolean {
  const { replay, inFlight } = document.request;
  const { rolledBack } = targetOf(tended, document);
  const since = rolledBack?.kind === 'restored' ? rolledBack.updatedAt : now;
  return (replay === 'none' && inFlight === 'leave') || secondsSince(since, now) >= READ_LAG_SECONDS;
}

async function tendRunning(
  tended: TendedTarget,
  document: DeploymentDocument,
  { candidateExecutions, now }: Tending,
): Promise<TendedTarget> {
  const target = targetOf(tended, document);
  const { inFlight } = document.request;
  const { executions, nextToken } = await candidateExecutions.list(
    target.candidate!.versionArn,
    'RUNNING',
    tended.nextToken,
  );
  const ours = executions.filter(isOurs(target, document));
  if (inFlight === 'stop')
    for (const { executionArn } of ours) await candidateExecutions.stop(executionArn, STOPPED_ERROR, why(document));
  // A first page begins the count anew.
  const before = tended.nextToken === undefined ? NONE : tended.running;
  const counts =
    inFlight === 'stop'
      ? { stopped: tended.stopped + ours.length }
      : { running: ours.reduce((sum, { executionArn }) => counted(sum, { executionArn }), before) };
  const { nextToken: _, ...rest } = { ...tended, ...counts };
  if (nextToken !== undefined) return { ...rest, nextToken };
  const patient = secondsSince(sinceBack(target, now()), now()) < LONGEST_WAIT_SECONDS;
  if (inFlight === 'wait' && rest.running.count > 0 && patient) return rest;
  return { ...rest, stage: document.request.replay === 'failed' ? 'replayFailed' : 'done' };
}

async function replayPage(
  tended: TendedTarget,
  document: DeploymentDocument,
  status: 'FAILED' | 'TIMED_OUT' | 'ABORTED',
  { candidateExecutions }: Tending,
): Promise<TendedTarget> {
  const target = targetOf(tended, document);
  const page = await candidateExecutions.list(target.candidate!.versionArn, status, tended.nextToken);
  let { replayed, notReplayed } = tended;
  for (const execution of page.executions.filter(isOurs(target, document))) {
    const outcome = await replay(execution, status, replayed, target, candidateExecutions);
    if (outcome.kind === 'replayed') replayed++;
    if (outcome.kind === 'not')
      notReplayed = counted(notReplayed, { executionArn: execution.executionArn, why: outcome.why });
  }
  const { nextToken: _, ...rest } = { ...tended, replayed, notReplayed };
  if (page.nextToken !== undefined) return { ...rest, nextToken: page.nextToken };
  return { ...rest, stage: stageAfter(tended.stage, document) };
}

type Replay = { readonly kind: 'replayed' | 'notOurs' } | { readonly kind: 'not'; readonly why: string };

async function replay(
  { executionArn }: CandidateExecution,
  status: string,
  replayed: number,
  { found }: Target,
  candidateExecutions: Tending['candidateExecutions'],
): Promise<Replay> {
  const execution = await candidateExecutions.read(executionArn);
  if (!execution) return { kind: 'not', why: 'AWS does not know it any more' };
  if (status === 'ABORTED' && execution.error !== STOPPED_ERROR) return { kind: 'notOurs' }; // a person has stopped it
  if (replayed >= MAXIMUM_REPLAYS) return { kind: 'not', why: `${MAXIMUM_REPLAYS} are replayed at most` };
  if (found.kind !== 'whole') return { kind: 'not', why: 'there is no stable version' };
  try {
    await candidateExecutions.start(
      found.versionArn,
      successorName(executionArn, shortHash(executionArn)),
      execution.input,
    );
    return { kind: 'replayed' };
  } catch (error) {
    if (error instanceof NotAllowed) return { kind: 'not', why: error.summary };
    throw error;
  }
}

function stageAfter(stage: Stage, { request }: DeploymentDocument): Stage {
  if (stage === 'replayFailed') return 'replayTimedOut';
  return stage === 'replayTimedOut' && request.inFlight === 'stop' ? 'replayStopped' : 'done';
}

/** Started through the alias by this deployment's share of the traffic; smoke tests and direct starts are not. */
function isOurs({ aliasArn }: Target, { execution: { startedAt } }: DeploymentDocument) {
  // As numbers: AWS leaves out the milliseconds where there are none.
  const since = Date.parse(startedAt);
  return (one: CandidateExecution): boolean => one.aliasArn === aliasArn && Date.parse(one.startedAt) >= since;
}

function targetOf({ stateMachineArn, alias }: TendedTarget, { targets }: DeploymentDocument): Target {
  return targets.find((target) => target.stateMachineArn === stateMachineArn && target.alias === alias)!;
}

function why({ execution }: DeploymentDocument): string {
  return `The deployment ${execution.arn} was rolled back, and its request says that what runs on the candidate is to be stopped.`;
}

function sinceBack({ rolledBack }: Target, now: string): string {
  return rolledBack?.kind === 'restored' ? rolledBack.updatedAt : now;
}

function secondsSince(time: string, now: string): number {
  return (Date.parse(now) - Date.parse(time)) / 1000;
}
