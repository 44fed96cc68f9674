import type { AfterCare } from './after-care.ts';
import { machineName } from './arns.ts';
import type { Decision } from './decisions.ts';
import { deployerDefinition, type FunctionArns } from './definition.ts';
import type { AlarmsAtStart, DeploymentDocument, Health, Target } from './document.ts';
import { ENDS, type EndCause, type EndName } from './ends.ts';
import type { DeploymentEntry, KnownMoves, Recovered } from './ledger.ts';
import type { Plan } from './plan.ts';
import type { SmokeTestResult } from './smoke-test.ts';
import { type StateVisits, stateVisits } from './state-visits.ts';

/** One alias write: the candidate's weight in percent from then on. */
export interface Shift {
  /** From the start of the deployment. */
  readonly atSeconds: number;
  readonly candidateWeight: number;
}

/** One look at the evidence. */
export interface Check {
  readonly atSeconds: number;
  readonly weightPercent: number;
  readonly verdict: Health['verdict'];
  readonly decision: Health['decision'];
  /** The exact name of what speaks against going on; absent when healthy. */
  readonly reason?: string;
  /** Why, in words. */
  readonly reasons: readonly string[];
  /** The alarms that were firing, each since when: AWS's own time, and not that of the look. */
  readonly firing?: Health['firing'];
  /** Why, in numbers, where versions were compared. */
  readonly comparisons?: Health['comparisons'];
}

/**
 * The account of one deployment, derived from its execution's history. Everything shown to people is a view of it.
 */
export interface AuditRecord {
  readonly version: 1;
  readonly deployment: { readonly executionArn: string; readonly name: string };
  /** ISO 8601. */
  readonly startedAt: string;
  /** Absent while the deployment runs. */
  readonly endedAt?: string;
  /** The end state's name; `Running` while there is none, AWS's own word (`ABORTED`, `TIMED_OUT`) where the deployment did not end by itself. */
  readonly outcome: EndName | 'Running' | (string & {});
  /** The exact name of what went wrong; null where nothing did. */
  readonly reason: string | null;
  readonly cause: EndCause | null;
  /** The request as it was given. */
  readonly request: unknown;
  readonly plan: Plan | null;
  /** The alarms that were watched, with those that the installation's defaults add; absent where the deployment did not come so far. */
  readonly alarms?: AlarmsAtStart;
  readonly targets: readonly Target[];
  /** Top-level states in the order entered. */
  readonly path: readonly string[];
  /** All states, in the order first entered. */
  readonly states: readonly StateVisits[];
  /** Every alias write in order, without repeats; with several machines keyed by their names. */
  readonly shifts: readonly Shift[] | Readonly<Record<string, readonly Shift[]>>;
  /** How each smoke test went; absent where there was none. */
  readonly smokeTests?: readonly SmokeTestResult[];
  readonly checks: readonly Check[];
  /** What was done about executions of the candidate after a roll-back, where anything was. */
  readonly afterCare?: AfterCare;
  /** How a deployment that did not end by itself was completed, and by whom; null where it was not, or where nobody knows (the ledger does). */
  readonly recovered: Recovered | null;
  /** What people decided. */
  readonly decisions: readonly Decision[];
  readonly historyEvents: number;
}

/** An event of an execution's history, as GetExecutionHistory answers it through the SDK; only what is read here. */
export interface HistoryEvent {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly timestamp?: Date | undefined;
  readonly type?: string | undefined;
  readonly executionStartedEventDetails?: { readonly input?: string | undefined } | undefined;
  readonly stateEnteredEventDetails?: { readonly name?: string | undefined } | undefined;
  readonly stateExitedEventDetails?:
    | { readonly name?: string | undefined; readonly output?: string | undefined }
    | undefined;
}

/** What DescribeExecution answers of the deployment. */
export interface ExecutionDescription {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
  readonly startDate: Date;
  readonly stopDate?: Date | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const TOP_LEVEL: ReadonlySet<string> = new Set(Object.keys(deployerDefinition({} as FunctionArns).States));

/**
 * Derives the record of a deployment, ended or under way. Never throws for a history of AWS's.
 * @param ledger what the ledger knows beyond the history: the end that the deployment had come to, and how recovery completed what it left
 */
export function auditRecord(
  execution: ExecutionDescription,
  events: readonly HistoryEvent[],
  { recovered, ended, decisions = [], moves: known = [] }: LedgerKnowledge = {},
): AuditRecord {
  const path = events.flatMap(topLevelState);
  const document = lastDocument(events);
  const cause = causeOf(execution);
  const targets = document?.targets ?? [];
  const ownOutcome = outcomeOf(execution, path);
  const told = [...movesOf(events, execution.startDate), ...recoveryMoves(recovered, execution.startDate)];
  const moves = [
    ...told.filter((move) => !known.some(isOf(move))),
    ...known.flatMap((one) => knownMoves(one, execution.startDate)),
  ];
  return {
    version: 1,
    deployment: { executionArn: execution.executionArn, name: execution.name },
    startedAt: execution.startDate.toISOString(),
    ...(execution.stopDate ? { endedAt: execution.stopDate.toISOString() } : {}),
    outcome: isLeftToTheLedger(execution) ? (recovered?.outcome ?? ended ?? ownOutcome) : ownOutcome,
    reason: cause?.reason ?? interruption(execution),
    cause,
    request: parsed(events[0]?.executionStartedEventDetails?.input) ?? null,
    plan: document?.plan ?? null,
    ...(document?.alarms && { alarms: document.alarms }),
    targets,
    path,
    states: stateVisits(events, execution.stopDate ?? events.at(-1)?.timestamp ?? execution.startDate),
    shifts: machinesOf(targets) > 1 ? byMachine(targets, moves) : withoutRepeats(moves),
    ...(document?.smokeTests && { smokeTests: document.smokeTests }),
    checks: checksOf(events, execution.startDate),
    ...(document?.afterCare && { afterCare: document.afterCare }),
    recovered: recovered ?? null,
    decisions,
    historyEvents: events.length,
  };
}

/** A write of one target's alias. */
export interface Move extends Shift {
  readonly stateMachineArn: string;
  readonly alias: string;
}

/** The alias writes among these events, in order. */
export function movesOf(events: readonly HistoryEvent[], startedAt: Date): readonly Move[] {
  return events.flatMap((event) => {
    const target = exitOf<Target>(event, 'ShiftTraffic', 'Promote', 'RollBack');
    const written = target && lastWriteOf(target);
    if (!written) return [];
    const { stateMachineArn, alias } = target;
    const at = written.updatedAt ? new Date(written.updatedAt) : event.timestamp!;
    return [
      { atSeconds: secondsAfter(startedAt, at), candidateWeight: written.candidateWeight, stateMachineArn, alias },
    ];
  });
}

/** What the ledger knows of a deployment, beyond its execution's history. */
type LedgerKnowledge = Pick<DeploymentEntry, 'recovered' | 'ended' | 'decisions' | 'moves'>;

function isOf({ stateMachineArn, alias }: Move) {
  return (one: KnownMoves): boolean => one.stateMachineArn === stateMachineArn && one.alias === alias;
}

/** The ledger knows of writes, too, whose function died before it could tell. */
function knownMoves({ stateMachineArn, alias, shifts }: KnownMoves, startedAt: Date): readonly Move[] {
  return shifts.map(({ candidateWeight, at }) => ({
    atSeconds: secondsAfter(startedAt, new Date(at)),
    candidateWeight,
    stateMachineArn,
    alias,
  }));
}

/** What recovery wrote after the execution. */
function recoveryMoves(recovered: Recovered | undefined, startedAt: Date): readonly Move[] {
  const weights: Partial<Record<string, number>> = { restored: 0, removed: 0, promoted: 100 };
  return (recovered?.targets ?? []).flatMap(({ kind, at, stateMachineArn, alias }) => {
    const candidateWeight = weights[kind];
    const atSeconds = secondsAfter(startedAt, new Date(at));
    return candidateWeight === undefined ? [] : [{ atSeconds, candidateWeight, stateMachineArn, alias }];
  });
}

/** The looks at the evidence among these events, in order. */
export function checksOf(events: readonly HistoryEvent[], startedAt: Date): readonly Check[] {
  return events.flatMap((event) => {
    const document = exitOf<DeploymentDocument>(event, 'CheckHealth');
    if (!document?.health || !document.step) return [];
    const { verdict, decision, reason, reasons, firing, comparisons } = document.health;
    return [
      {
        atSeconds: secondsAfter(startedAt, event.timestamp!),
        weightPercent: document.step.weightPercent,
        verdict,
        decision,
        ...(reason !== undefined && { reason }),
        reasons,
        ...(firing && { firing }),
        ...(comparisons && { comparisons }),
      },
    ];
  });
}

/** What the last task that touched this target wrote; each of them adds its own field, so the latest one present tells. */
function lastWriteOf({
  rolledBack,
  promoted,
  shifted,
}: Target): { readonly candidateWeight: number; readonly updatedAt?: string } | undefined {
  if (rolledBack?.kind === 'restored') return { candidateWeight: 0, updatedAt: rolledBack.updatedAt };
  if (rolledBack?.kind === 'removed') return { candidateWeight: 0 };
  if (rolledBack) return undefined; // the others write nothing
  const write = promoted ?? shifted;
  return write?.kind === 'written' ? write : undefined;
}

function machinesOf(targets: readonly Target[]): number {
  return new Set(targets.map(({ stateMachineArn }) => stateMachineArn)).size;
}

function byMachine(targets: readonly Target[], moves: readonly Move[]): Readonly<Record<string, readonly Shift[]>> {
  return Object.fromEntries(
    targets.map(({ stateMachineArn }) => {
      const name = machineName({ stateMachineArn });
      return [name, withoutRepeats(moves.filter((move) => move.stateMachineArn === stateMachineArn))];
    }),
  );
}

function withoutRepeats(moves: readonly Move[]): readonly Shift[] {
  return moves
    .filter((move, i) => i === 0 || move.candidateWeight !== moves[i - 1]!.candidateWeight)
    .map(({ atSeconds, candidateWeight }) => ({ atSeconds, candidateWeight }));
}

function topLevelState({ type, stateEnteredEventDetails }: HistoryEvent): readonly string[] {
  const name = stateEnteredEventDetails?.name;
  return type?.endsWith('StateEntered') && name !== undefined && TOP_LEVEL.has(name) ? [name] : [];
}

/** The document as the last task left it. */
export function lastDocument(events: readonly HistoryEvent[]): DeploymentDocument | undefined {
  const last = events.findLast(
    ({ stateExitedEventDetails: exit }) => exit?.name !== undefined && TOP_LEVEL.has(exit.name),
  );
  return parsed(last?.stateExitedEventDetails?.output) as DeploymentDocument | undefined;
}

function exitOf<T>({ stateExitedEventDetails: exit }: HistoryEvent, ...names: readonly string[]): T | undefined {
  return exit?.name !== undefined && names.includes(exit.name) ? (parsed(exit.output) as T) : undefined;
}

/** Not in one of the deployer's own ends: it was stopped, or AWS gave it up. */
function isLeftToTheLedger({ status, error }: ExecutionDescription): boolean {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return false;
  return status !== 'FAILED' || !(ENDS as readonly (string | undefined)[]).includes(error);
}

function outcomeOf({ status, error }: ExecutionDescription, path: readonly string[]): AuditRecord['outcome'] {
  if (status === 'RUNNING') return 'Running';
  if (status === 'FAILED') return error ?? 'FAILED';
  const last = path.at(-1);
  return status === 'SUCCEEDED' && (ENDS as readonly (string | undefined)[]).includes(last) ? last! : status;
}

/** What kept an execution from ending by itself, by name. */
function interruption({ status, error }: ExecutionDescription): string | null {
  if (status === 'ABORTED') return 'DeploymentStopped';
  if (status === 'TIMED_OUT') return 'DeploymentTimedOut';
  return status === 'FAILED' ? (error ?? status) : null;
}

function causeOf({ cause }: ExecutionDescription): EndCause | null {
  const value = parsed(cause);
  return value !== null && typeof value === 'object' && 'reason' in value ? (value as EndCause) : null;
}

function secondsAfter(start: Date, time: Date): number {
  return (time.getTime() - start.getTime()) / 1000;
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
