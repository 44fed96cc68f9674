import { machineName, parseVersionArn } from '../workflow/arns.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import type { Target } from '../workflow/document.ts';
import { ENDS } from '../workflow/ends.ts';
import type { REASONS as OURS } from '../workflow/reasons.ts';
import { allShifts } from './common-shifts.ts';
import { inWords } from './duration.ts';

/** How a deployment ended (or stands), for a person who has time for one sentence. */
export interface Outcome {
  readonly tone: 'good' | 'bad' | 'back' | 'running';
  readonly mark: string;
  readonly title: string;
  /** With the cause, where something went wrong. */
  readonly sentence: string;
}

const TITLES: Readonly<Record<string, Omit<Outcome, 'sentence'>>> = {
  Succeeded: { tone: 'good', mark: '✔', title: 'Succeeded' },
  NothingToDo: { tone: 'good', mark: '✔', title: 'Nothing to do' },
  RolledBack: { tone: 'back', mark: '↩', title: 'Rolled back' },
  ValidationError: { tone: 'bad', mark: '✘', title: 'Refused' },
  CriticalError: { tone: 'bad', mark: '✘', title: 'Critical error' },
  Running: { tone: 'running', mark: '▶', title: 'Running' },
  ABORTED: { tone: 'bad', mark: '■', title: 'Stopped' },
  TIMED_OUT: { tone: 'bad', mark: '■', title: 'Timed out' },
};

export function outcomeOf(record: AuditRecord): Outcome {
  const { outcome } = record;
  const title = Object.hasOwn(TITLES, outcome)
    ? TITLES[outcome]!
    : ({ tone: 'bad', mark: '●', title: outcome } as const);
  return { ...title, sentence: `${sentenceOf(record)}.` };
}

/** Neither in one of the deployer's ends nor completed, as far as is known. */
export function isRecoveryUnknown({ outcome, recovered }: AuditRecord): boolean {
  return outcome !== 'Running' && recovered === null && !(ENDS as readonly string[]).includes(outcome);
}

function sentenceOf(record: AuditRecord): string {
  const { outcome } = record;
  const what = whatIsDeployed(record);
  const why = reasonInWords(record.reason);
  switch (outcome) {
    case 'Succeeded':
      return `${what} ${isRestore(record) ? 'was restored' : 'went live'} ${onAlias(record)}${after(record)}`;
    case 'NothingToDo':
      return `${what} was live ${onAlias(record)} already; nothing was changed`;
    case 'RolledBack':
      return `${what} was rolled back${atWeight(record)}${after(record)}${why}`;
    case 'ValidationError':
      return `${subject(record, 'The deployment')} was refused, and no alias was changed${why}`;
    case 'Running':
      return running(record, what);
    default:
      return `${subject(record, 'The deployment')} did not end well${after(record)}${why}`;
  }
}

/** The emergency road back: the alias was put on a version at once, and nothing was looked at. */
export function isRestore({ request }: Pick<AuditRecord, 'request'>): boolean {
  return typeof request === 'object' && request !== null && Object.hasOwn(request, 'restore');
}

/** `Version 2 of orders`, or how many machines where there are several. */
function whatIsDeployed({ targets }: AuditRecord): string {
  const [only, ...others] = targets;
  if (!only) return 'The deployment';
  if (others.length > 0) return `A release of ${targets.length} state machines`;
  return `${candidateOf(only)} of ${machineName(only)}`;
}

function subject({ targets }: AuditRecord, what: string): string {
  const [only, ...others] = targets;
  if (!only) return what;
  return others.length > 0 ? `${what} of ${targets.length} state machines` : `${what} of ${machineName(only)}`;
}

function candidateOf({ candidate }: Target): string {
  const version = candidate && parseVersionArn(candidate.versionArn)?.version;
  return version === undefined ? 'The candidate' : `Version ${version}`;
}

function onAlias({ targets }: AuditRecord): string {
  const aliases = [...new Set(targets.map(({ alias }) => alias))];
  return aliases.length === 1 ? `on alias ${aliases[0]}` : 'on every alias';
}

function after(record: AuditRecord): string {
  const seconds = totalSeconds(record);
  if (record.endedAt === undefined) return '';
  return ` after ${seconds < 1 ? 'less than a second' : inWords(seconds)}`;
}

function atWeight(record: AuditRecord): string {
  const weight = Math.max(0, ...allShifts(record).map(({ candidateWeight }) => candidateWeight));
  return weight === 0 ? '' : ` from ${weight}\u00a0% of the traffic`;
}

function running(record: AuditRecord, what: string): string {
  const weight = allShifts(record).at(-1)?.candidateWeight;
  if (weight === undefined) return `${subject(record, 'The deployment')} has begun; nothing is shifted yet`;
  const check = record.checks.at(-1);
  const seen = check ? `, and was ${check.verdict} at the last look` : '';
  return `${what} has ${weight}\u00a0% of the traffic${seen}`;
}

/** Each reason of ours as the end of a sentence. */
const REASONS: Readonly<Record<(typeof OURS)[number] | 'DeploymentStopped' | 'DeploymentTimedOut', string>> = {
  InvalidRequest: 'the request is not one',
  StateMachineMissing: 'there is no such state machine',
  StateMachineDeleting: 'the state machine is being deleted',
  VersionMissing: 'there is no such version',
  RevisionMismatch: 'another revision is the current one',
  RevisionKeepsMoving: 'the state machine was updated again and again',
  TooManyVersions: 'the state machine has too many versions',
  AliasIsSplit: 'the alias was split already',
  AlarmMissing: 'an alarm is missing',
  AlarmAlreadyFiring: 'an alarm was firing already',
  HopelessPlan: 'the plan could not become conclusive',
  TargetLocked: 'another deployment holds a target',
  NotSettled: 'AWS went on answering what was there before',
  NotAllowed: 'a permission is missing',
  SmokeTestFailed: 'a smoke test failed',
  FailsMore: 'it failed more often than stable',
  FailsMoreThanBefore: 'it failed more often than stable did before',
  AlarmFiring: 'an alarm fired',
  RefusedByPerson: 'a person refused it',
  NobodyDecided: 'nobody decided in time',
  NeverConclusive: 'the evidence never became conclusive',
  RoutingDrifted: 'somebody else moved an alias',
  DeploymentClosed: 'recovery or another deployment had taken over',
  NoWayBack: 'the alias is new and in use, so there is no way back',
  PromotionIncomplete: 'some targets are promoted, others are not',
  Unexplained: 'the deployer could not give its account',
  DeploymentStopped: 'somebody stopped the deployment',
  DeploymentTimedOut: 'the deployment ran out of time',
};

export function reasonInWords(reason: string | null): string {
  if (reason === null) return '';
  return Object.hasOwn(REASONS, reason) ? `: ${REASONS[reason as keyof typeof REASONS]} (${reason})` : `: ${reason}`;
}

/** Until the end of the execution or of the recovery after it, whichever is later; of a running one until what is known last. */
export function totalSeconds(record: AuditRecord): number {
  const { startedAt, endedAt, recovered, checks } = record;
  const times = [endedAt, recovered?.at].flatMap((time) => (time === undefined ? [] : [Date.parse(time)]));
  const known = [...allShifts(record), ...checks].map(({ atSeconds }) => atSeconds);
  const ended = times.map((time) => (time - Date.parse(startedAt)) / 1000);
  return Math.max(0, ...(ended.length > 0 ? ended : known));
}
