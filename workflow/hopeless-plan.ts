import { settingsOf } from './compare-request.ts';
import { DEFAULT_COMPARE } from './compare-versions.ts';
import type { Target } from './document.ts';
import { successesNeeded } from './minimum-evidence.ts';
import type { Plan } from './plan.ts';
import type { DeploymentRequest } from './request.ts';

/** Less of it says nothing about what is usual. */
const OBSERVED_SECONDS = 300;

type Asked = Pick<DeploymentRequest, 'compare' | 'minimumExecutions' | 'onInconclusive' | 'targets'>;

/**
 * Says why a target cannot become conclusive at its usual rate, and what would help; undefined where it can, or where nobody knows. The first step is the one that
 * matters: it has the least traffic, and the others go on from its evidence.
 */
export function whyHopeless(target: Target, plan: Plan, request: Asked): string | undefined {
  const { past, usual, found, aliasArn } = target;
  const step = plan.steps[0]!;
  if (request.compare === 'off' || request.onInconclusive === 'promote' || !past || !usual) return undefined;
  if (found.kind !== 'whole' || step.weightPercent === 100) return undefined;
  if (usual.throughAlias === 0 || usual.observedSeconds < OBSERVED_SECONDS) return undefined;
  const needed = executionsNeeded(target, plan, request);
  const perSecond = (usual.throughAlias / usual.observedSeconds) * (step.weightPercent / 100);
  const longer = plan.maximumExtensionSeconds;
  if (perSecond * (step.bakeSeconds + longer) >= needed) return undefined;
  const seen = perSecond * (step.bakeSeconds + longer);
  return [
    `${aliasArn} is usually started ${rate(usual.throughAlias, usual.observedSeconds)}.`,
    `The first step (${step.weightPercent} % for ${duration(step.bakeSeconds)}, and up to ${duration(longer)} more) would give the candidate about ${number(seen)} executions, and a verdict needs ${needed}.`,
    `Ways out: a larger first weight; a first step of ${duration(Math.ceil(needed / perSecond))} in all (bakeSeconds, or maximumExtensionSeconds); "onInconclusive": "promote"; or smoke tests or alarms with "compare": "off".`,
  ].join(' ');
}

/** What stands in the way of no verdict, but should be known. */
export function quietWarning({ usual, aliasArn }: Target, request: Pick<Asked, 'compare'>): readonly string[] {
  if (request.compare === 'off' || !usual) return [];
  if (usual.throughAlias === 0)
    return [`Nothing was started through ${aliasArn} in the last day: the release may not be tested by traffic.`];
  if (usual.observedSeconds < OBSERVED_SECONDS)
    return [`${aliasArn} has been used for less than 5 minutes: nobody knows whether its traffic is enough to tell.`];
  return [];
}

function executionsNeeded({ past }: Target, { steps }: Plan, request: Asked): number {
  const { compare, minimumExecutions, targets } = request;
  if (compare === 'off') return 0;
  const { maximumHoldSeconds } = DEFAULT_COMPARE;
  const settings = settingsOf(compare, {
    targets: targets.length,
    minimumExecutions,
    step: steps[0]!,
    maximumHoldSeconds,
  });
  const none = { succeeded: 0, failed: 0 };
  return Math.max(successesNeeded(none, past!, settings.minimumEffect), settings.minimumExecutions);
}

function rate(starts: number, seconds: number): string {
  const perHour = (starts / seconds) * 3600;
  return perHour >= 60 ? `${number(perHour / 60)} times a minute` : `${number(perHour)} times an hour`;
}

function number(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
