import type { AfterCare } from './after-care.ts';
import type { EndName, FailureEnd } from './ends.ts';
import type { CaughtError } from './errors.ts';
import type { PastExecutions, TargetEvidence, UsualStarts } from './evidence.ts';
import type { FiringAlarm } from './judge.ts';
import type { ComparisonFigures } from './opinion.ts';
import type { Plan } from './plan.ts';
import type { DeploymentRequest } from './request.ts';
import type { Route } from './routes.ts';
import type { PlannedSmokeTest, SmokeTestResult } from './smoke-test.ts';

/**
 * The document that travels through the deployer's states. Each task outside a Map adds one field named after what it found,
 * so that the execution's output tells the story. It stays far below AWS's 256 KiB: evidence is a summary.
 */
export interface DeploymentDocument {
  readonly execution: ExecutionFacts;
  readonly request: DeploymentRequest;
  readonly targets: readonly Target[];
  readonly lock?: LockTaken;
  readonly alarms?: AlarmsAtStart;
  readonly plan?: PlannedDeployment;
  /** How each smoke test went. */
  readonly smokeTests?: readonly SmokeTestResult[];
  readonly step?: CurrentStep;
  readonly health?: Health;
  readonly promotion?: Promotion;
  readonly afterCare?: AfterCare;
  /** What kept the candidate's executions from being looked after. */
  readonly afterCareError?: CaughtError;
  /** What was caught, where something was. */
  readonly error?: CaughtError;
  /** What kept the deployment's end from being written down. */
  readonly accountError?: CaughtError;
  readonly end?: End;
}

export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  /** ISO 8601, as all times in the document. */
  readonly startedAt: string;
  /** When it should be over by its plan. */
  readonly dueAt?: string;
}

/** One state machine and one alias of it, with what is known and what was done so far. */
export interface Target {
  readonly stateMachineArn: string;
  readonly alias: string;
  readonly aliasArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** The current revision as it was read; `INITIAL` for a machine never updated. */
  readonly revisionId: string;
  /** The request names the revision: another one is refused, not followed. */
  readonly revisionPinned: boolean;
  /** Lambda functions that its definition calls without a version, by their names: a few of them. */
  readonly unversionedFunctions?: readonly string[];
  /** States that learn only when they run which function they call: a few of them. */
  readonly functionsNamedLate?: readonly string[];
  /** The version to deploy, where the request names it. */
  readonly requestedVersionArn?: string;
  /** The alias before anything was changed, and when it was read, ISO 8601. */
  readonly found: FoundAlias;
  readonly foundAt: string;
  /** Stable's executions of the day before; absent where versions are not compared. */
  readonly past?: PastExecutions;
  /** How the alias is used; absent in a restore, which asks for nothing. */
  readonly usual?: UsualStarts;
  /** What PublishVersion answered. `provedBadBy`: the deployment that it was rolled back from. */
  readonly candidate?: { readonly versionArn: string; readonly provedBadBy?: string };
  /** The last write of ShiftTraffic. */
  readonly shifted?: AliasWrite;
  readonly promoted?: AliasWrite;
  readonly rolledBack?: RollBackResult;
  /** What made this target's last task fail. */
  readonly failure?: CaughtError;
}

export type FoundAlias =
  | { readonly kind: 'absent' }
  | { readonly kind: 'whole'; readonly versionArn: string; readonly updatedAt: string }
  /** Only a restore may begin so. */
  | { readonly kind: 'split'; readonly routes: readonly Route[]; readonly updatedAt: string };

/** `notTouched`: the target is on its candidate already, or its alias is created only in the last step. */
export type AliasWrite =
  | { readonly kind: 'written'; readonly candidateWeight: number; readonly updatedAt: string }
  | { readonly kind: 'notTouched' };

/**
 * `restored` and `removed` are proven by read-back; `promoted`: past the point of no return, it goes only forward; `handedOver`: somebody else had moved the alias, it is
 * as found; `inUse`: the alias was not there before, and executions were started through it, so it stays on the candidate for a person to decide.
 */
export type RollBackResult =
  | { readonly kind: 'restored'; readonly updatedAt: string }
  | { readonly kind: 'removed' }
  | { readonly kind: 'notTouched' }
  | { readonly kind: 'promoted' }
  /** `updatedAt`: when it was moved; absent where it was deleted. */
  | { readonly kind: 'handedOver'; readonly routing: string; readonly updatedAt?: string }
  | { readonly kind: 'inUse' };

export interface LockTaken {
  /** Deployments that had died holding a target, and were recovered before this one began. */
  readonly recovered: readonly RecoveredHolder[];
}

export interface RecoveredHolder {
  readonly executionArn: string;
  /** How that deployment was completed. */
  readonly outcome: string;
}

export interface AlarmsAtStart {
  readonly watched: readonly string[];
  /** Firing already, and accepted as such by `ignoreFiring`: in this spell, which began then (ISO 8601). */
  readonly ignored: readonly FiringAlarm[];
  /** Those that watch the alias or the machine, where both versions are counted together. */
  readonly onBoth?: readonly string[];
}

/** `testFirst`: there are smoke tests; `lookAgain`: everything seems to be there already, but one reading is no proof. */
export interface PlannedDeployment extends Plan {
  readonly decision: 'deploy' | 'testFirst' | 'lookAgain' | 'nothingToDo';
  readonly smokeTests: readonly PlannedSmokeTest[];
  /** What should be known, and does not stand in the way. */
  readonly warnings: readonly string[];
}

export interface CurrentStep {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** See `Step`. */
  readonly minimumExecutions?: number;
  /** See `Step`. */
  readonly approval?: boolean;
}

/** The point of no return: every alias was as it should be, ISO 8601. */
export interface Promotion {
  readonly decidedAt: string;
}

export type Verdict = 'healthy' | 'unhealthy' | 'inconclusive';

/** What was seen at the last look, and what follows from it. */
export interface Health {
  readonly verdict: Verdict;
  readonly decision: 'keepBaking' | 'nextStep' | 'promote' | 'rollBack';
  /** Why, in words. */
  readonly reasons: readonly string[];
  /** The exact name of what speaks against the candidate, such as `AlarmFiring`. */
  readonly reason?: string;
  /** The alarms that do, where any fire. */
  readonly firing?: readonly FiringAlarm[];
  /** What it is that a person is waited for. */
  readonly waitsFor?: 'resume' | 'approval' | 'decision';
  readonly bakeStartedAt: string;
  readonly bakeEndsAt: string;
  /** Until the next look. */
  readonly waitSeconds: number;
  /** How often evidence was read so far, in the whole deployment. */
  readonly polls: number;
  /** What the comparison of each target came to, where versions are compared. */
  readonly comparisons?: readonly ComparisonFigures[];
  /** What the next look goes on from. */
  readonly evidence?: Evidence;
}

/** What is kept of the executions of all targets from look to look. */
export interface Evidence {
  /** In the order of the targets; null where there is nothing to compare. */
  readonly targets: readonly (TargetEvidence | null)[];
  /** So many looks in a row could not read CloudWatch. */
  readonly unread: number;
  /** When lists of executions were read last, in seconds since 1970. */
  readonly listedAt: number;
  /** For how long steps were held, in the whole deployment, by evidence that was not quiet. */
  readonly heldSeconds: number;
}

/** How the deployment ends. `cause` is JSON text, as the Fail state needs it. */
export type End =
  | { readonly name: Exclude<EndName, FailureEnd>; readonly summary: string }
  | { readonly name: FailureEnd; readonly cause: string };

/** Wholly on its candidate already: such a target of a set is left alone. */
export function isThere({ found, candidate }: Target): boolean {
  return found.kind === 'whole' && found.versionArn === candidate?.versionArn;
}
