import type { Target } from './document.ts';
import {
  type CaughtError,
  explain,
  NotAllowed,
  NotSettled,
  NoWayBack,
  RevisionMoved,
  RoutingDrifted,
  TryAgain,
  ValidationError,
} from './errors.ts';

/** From the worst: what must be handed over, what nobody foresaw, what was refused, what only has to be read again. */
const ORDER = ['RoutingDrifted', 'NoWayBack', undefined, 'NotAllowed', 'ValidationError', 'RevisionMoved'] as const;

/** The worst failure among the targets; undefined where all went well. */
export function worstFailure(targets: readonly Target[]): CaughtError | undefined {
  const failures = targets.flatMap((target) => (target.failure ? [target.failure] : []));
  return failures.sort((a, b) => rank(a) - rank(b))[0];
}

function rank(caught: CaughtError): number {
  const known = (ORDER as readonly (string | undefined)[]).indexOf(caught.Error);
  return known >= 0 ? known : ORDER.indexOf(undefined);
}

const OURS = { ValidationError, RevisionMoved, TryAgain, NotSettled, RoutingDrifted, NoWayBack, NotAllowed };

/** A caught error as one to throw again, under the same name. */
export function toThrow(caught: CaughtError): Error {
  const details = explain(caught);
  if (Object.hasOwn(OURS, caught.Error)) return new OURS[caught.Error as keyof typeof OURS](details);
  return Object.assign(new Error(details.summary), { name: caught.Error });
}

/** Throws the worst failure among the targets, if there is one. */
export function throwWorst(targets: readonly Target[]): void {
  const worst = worstFailure(targets);
  if (worst) throw toThrow(worst);
}
