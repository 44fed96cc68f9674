import { executionsWanted } from './compare-request.ts';
import type { Target } from './document.ts';
import { successesNeeded } from './minimum-evidence.ts';
import type { Plan } from './plan.ts';
import type { DeploymentRequest } from './request.ts';

/** Less of it says nothing about what is usual. */
const OBSERVED_SECONDS = 300;

type Asked = Pick<DeploymentRequest, 'compare' | 'minimumExecutions' | 'onInconclusive'>;

/**
 * Says why a target cannot become conclusive at its usual rate, and what would help; undefined where it can, or where nobody knows. The first step is the one that
 * matters: it has the least traffic, and the others go on from its evidence.
 */
export function whyHopeless(target: Target, plan: Plan, request: Asked): string | undefined {
  const { past, usual, found, aliasArn } = target;
  const step = plan.steps[0]!;
  const { compare, onInconclusive } = request;
  if (compare === 'off' || onInconclusive === 'promote' || !past || !usual) return undefined;
  if (found.kind !== 'whole' || step.weightPercent === 100) return undefined;
  if (usual.throughAlias === 0 || usual.observedSeconds < OBSERVED_SECONDS) return undefined;
  const telling = successesNeeded({ succeeded: 0, failed: 0 }, past, compare.minimumEffect);
  const needed = Math.max(telling, executionsWanted(request.minimumExecutions, step));
  const perSecond = usual.throughAlias / usual.observedSeconds;
  const longer = plan.maximumExtensionSeconds;
  const seen = (perSecond * (step.bakeSeconds + longer) * step.weightPercent) / 100;
  if (seen >= needed) return undefined;
  const more = longer === 0 ? '' : `, and up to ${duration(longer)} more`;
  const ways = [
    largerWeight(step.weightPercent, needed / seen, needed / perSecond),
    `a first step of ${duration((100 * needed) / (perSecond * step.weightPercent))} in all (${LONGER_BY[onInconclusive]})`,
    ...(needed > telling ? ['smaller minimumExecutions'] : []),
    '"onInconclusive": "promote"',
    'or smoke tests or alarms with "compare": "off"',
  ];
  return [
    `${aliasArn} is usually started ${rate(usual.throughAlias, usual.observedSeconds)}.`,
    `The first step (${step.weightPercent} % for ${duration(step.bakeSeconds)}${more}) would give the candidate about ${number(seen)} executions, and a verdict needs ${needed}.`,
    `Ways out: ${ways.join('; ')}.`,
  ].join(' ');
}

/** The fields that make a step last longer. */
const LONGER_BY = {
  extend: 'bakeSeconds, or maximumExtensionSeconds',
  hold: 'bakeSeconds, or timeoutSeconds',
  rollBack: 'bakeSeconds, or "onInconclusive": "extend" with maximumExtensionSeconds',
} as const;

/** What a quiet machine had best begin with: few victims, and a verdict within a day at two executions an hour. */
const QUIET_WEIGHT = 25;

/**
 * At 100 percent there is nothing left to compare with: where no weight below is enough, the step must last longer, too.
 * @param times so many times the weight would be enough
 * @param atFullSeconds so long it would take all of the traffic
 */
function largerWeight(weightPercent: number, times: number, atFullSeconds: number): string {
  const enough = Math.ceil(weightPercent * times);
  if (enough < 100) return `a larger first weight (from ${enough} % on)`;
  if (weightPercent >= QUIET_WEIGHT) return 'a larger first weight, for longer';
  return `a larger first weight, for longer (${QUIET_WEIGHT} % for ${duration((100 * atFullSeconds) / QUIET_WEIGHT)} in all)`;
}

/** What stands in the way of no verdict, but should be known. */
export function quietWarning(
  { usual, found, aliasArn }: Target,
  { compare, minimumExecutions }: Pick<Asked, 'compare' | 'minimumExecutions'>,
): readonly string[] {
  if (compare === 'off' || !usual || found.kind !== 'whole') return [];
  const follows =
    minimumExecutions === 0
      ? 'the release may not be tested by traffic'
      : `unless that changes, the candidate will not have the ${minimumExecutions} executions that the request wants (minimumExecutions)`;
  if (usual.throughAlias === 0) return [`Nothing was started through ${aliasArn} in the last day: ${follows}.`];
  if (usual.observedSeconds < OBSERVED_SECONDS)
    return [`${aliasArn} has been used for less than 5 minutes: nobody knows whether its traffic is enough to tell.`];
  return [];
}

function rate(starts: number, seconds: number): string {
  const perHour = (starts / seconds) * 3600;
  return perHour >= 60 ? `${times(perHour / 60)} a minute` : `${times(perHour)} an hour`;
}

function times(value: number): string {
  return number(value) === '1' ? 'once' : `${number(value)} times`;
}

function number(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
