/**
 * The errors a task may fail with, sorted by what the machine does with them. `name` is what Step Functions matches in Retry and Catch, so it
 * is a literal: a minifier would rename a constructor. The message is JSON, because a Lambda error carries nothing but text
 * and the deployer's last states must know reason, summary and repair of it apart.
 */
interface FailureDetails {
  /** What went wrong, by its exact name: `AliasIsSplit`. */
  readonly reason: string;
  /** A sentence: the subject, what was found, what was expected, and what to do. */
  readonly summary: string;
  /** Exact commands or requests that help. */
  readonly repair?: readonly string[];
}

abstract class Failure extends Error {
  abstract override readonly name: string;
  readonly reason: string;
  readonly summary: string;
  readonly repair: readonly string[];

  constructor({ reason, summary, repair = [] }: FailureDetails) {
    super(JSON.stringify({ reason, summary, ...(repair.length > 0 ? { repair } : {}) }));
    this.reason = reason;
    this.summary = summary;
    this.repair = repair;
  }
}

/** Refuse: the request cannot be carried out, and no alias was changed. */
export class ValidationError extends Failure {
  override readonly name = 'ValidationError';
}

/** Try again from the reading: what was read was not, or is not any more, what is there. Nothing was changed on its ground. */
export class ReadAgain extends Failure {
  override readonly name = 'ReadAgain';
}

/** Try again: AWS failed in a way that passes. */
export class TryAgain extends Failure {
  override readonly name: 'TryAgain' | 'Throttled' = 'TryAgain';
}

/** Try again, and for longer: the account asks AWS for more than its quota, and everybody gets their turn. */
export class Throttled extends TryAgain {
  override readonly name = 'Throttled';
}

/** Try again: what was written cannot be read back yet, or what was read is older than what was written. */
export class NotSettled extends Failure {
  override readonly name = 'NotSettled';
}

/** Hand over: somebody else moved the alias; it is left as found. */
export class RoutingDrifted extends Failure {
  override readonly name = 'RoutingDrifted';
}

/** Last resort: the ledger says that this execution may not move the alias any more. It touches nothing, not even to roll back. */
export class DeploymentClosed extends Failure {
  override readonly name = 'DeploymentClosed';
}

/** Last resort: what made a target fail, whose own retries are used up already. Its reason is the original error's. */
export class TargetFailed extends Failure {
  override readonly name = 'TargetFailed';
}

/** Last resort: AWS refused what the deployer must be allowed to do. */
export class NotAllowed extends Failure {
  override readonly name = 'NotAllowed';
}

export const OUR_ERRORS = [
  'ValidationError',
  'ReadAgain',
  'TryAgain',
  'Throttled',
  'NotSettled',
  'RoutingDrifted',
  'DeploymentClosed',
  'NotAllowed',
  'TargetFailed',
] as const;
export type OurError = (typeof OUR_ERRORS)[number];

/** An error as Step Functions hands it to a Catch: `Cause` of a function's error is JSON with `errorMessage`. */
export interface CaughtError {
  readonly Error: string;
  readonly Cause?: string;
}

/** What a caught error says; for errors that are not ours, as much as can be told. Never throws. */
export function explain(caught: CaughtError): Required<FailureDetails> {
  const message = errorMessage(caught.Cause);
  const details = asObject(message);
  if (details && typeof details.reason === 'string' && typeof details.summary === 'string') {
    return { reason: details.reason, summary: details.summary, repair: texts(details.repair) };
  }
  return {
    reason: caught.Error,
    summary: message === '' ? `${caught.Error}, and AWS told no more.` : `${caught.Error}: ${message}`,
    repair: [],
  };
}

function errorMessage(cause: string | undefined): string {
  const parsed = asObject(cause ?? '');
  return typeof parsed?.errorMessage === 'string' ? parsed.errorMessage : (cause ?? '');
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
