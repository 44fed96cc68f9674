import type { Target } from './document.ts';
import {
  type CaughtError,
  DeploymentClosed,
  explain,
  NotAllowed,
  ReadAgain,
  RoutingDrifted,
  TargetFailed,
  ValidationError,
} from './errors.ts';

/** From the worst: what forbids to touch anything, what must be handed over, what nobody foresaw, what was refused, what only has to be read again. */
const ORDER = ['DeploymentClosed', 'RoutingDrifted', undefined, 'NotAllowed', 'ValidationError', 'ReadAgain'] as const;

/** The worst failure among the targets; undefined where all went well. */
export function worstFailure(targets: readonly Target[]): CaughtError | undefined {
  const failures = targets.flatMap((target) => (target.failure ? [target.failure] : []));
  return failures.sort((a, b) => rank(a) - rank(b))[0];
}

function rank(caught: CaughtError): number {
  const known = (ORDER as readonly (string | undefined)[]).indexOf(caught.Error);
  return known >= 0 ? known : ORDER.indexOf(undefined);
}

/** What the machine still has to tell apart after the task that failed; for everything else the retries are used up. */
const TOLD_APART = { ValidationError, ReadAgain, RoutingDrifted, DeploymentClosed, NotAllowed };

/** A caught error as one to throw again. */
export function toThrow(caught: CaughtError): Error {
  const known = Object.hasOwn(TOLD_APART, caught.Error) ? caught.Error : undefined;
  return new (known ? TOLD_APART[known as keyof typeof TOLD_APART] : TargetFailed)(explain(caught));
}

/** Throws the worst failure among the targets, if there is one. */
export function throwWorst(targets: readonly Target[]): void {
  const worst = worstFailure(targets);
  if (worst) throw toThrow(worst);
}
