import type { DeploymentDocument, Target } from './document.ts';
import { NAMED } from './function-calls.ts';
import { quietWarning } from './hopeless-plan.ts';
import type { Plan } from './plan.ts';

/** More of the starts than this go past the alias: no slip of the metrics. */
const PAST_THE_ALIAS = 0.02;

/** What should be known before a release begins, and does not stand in its way. */
export function preflightWarnings(
  { targets, request, alarms }: Pick<DeploymentDocument, 'targets' | 'request' | 'alarms'>,
  plan: Plan,
): readonly string[] {
  return [
    ...targets.flatMap((target) => [
      ...quietWarning(target, request),
      ...bypassWarning(target),
      ...lengthWarning(target, plan),
      ...functionWarnings(target),
      ...badVersionWarning(target),
    ]),
    ...alarmWarning(alarms?.onBoth ?? []),
  ];
}

function bypassWarning({ usual, aliasArn }: Target): readonly string[] {
  if (!usual || usual.inAll <= usual.throughAlias * (1 + PAST_THE_ALIAS)) return [];
  const past = usual.inAll - usual.throughAlias;
  return [
    `${past} of ${usual.inAll} starts in the last day went past ${aliasArn}: these callers get no part in the gradual release. Have them start the alias. (Smoke tests and replays are among these starts.)`,
  ];
}

function lengthWarning({ usual, aliasArn }: Target, { steps }: Plan): readonly string[] {
  const longest = usual?.longestSeconds ?? 0;
  const short = steps.filter(({ bakeSeconds }) => bakeSeconds < longest).length;
  if (short === 0) return [];
  return [
    `Executions of ${aliasArn} have taken up to ${Math.ceil(longest)} seconds, and ${short} of ${steps.length} steps bake shorter than that: what fails late is seen late. Let steps bake longer (bakeSeconds).`,
  ];
}

function functionWarnings({ unversionedFunctions = [], functionsNamedLate = [], stateMachineArn }: Target) {
  const bothRunIt =
    'both versions of the machine run the same code, and a roll-back of the alias does not take it back';
  return [
    ...(unversionedFunctions.length === 0
      ? []
      : [
          `${stateMachineArn} calls functions without a version (${few(unversionedFunctions)}): ${bothRunIt}. Name a version or an alias of theirs.`,
        ]),
    ...(functionsNamedLate.length === 0
      ? []
      : [
          `${stateMachineArn} learns only when it runs which functions it calls (states ${few(functionsNamedLate)}): where these have no version, ${bothRunIt}.`,
        ]),
  ];
}

function few(names: readonly string[]): string {
  return `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' and others' : ''}`;
}

function badVersionWarning({ candidate }: Target): readonly string[] {
  if (candidate?.provedBadBy === undefined) return [];
  return [`${candidate.versionArn} was rolled back before, by ${candidate.provedBadBy}: it is deployed again.`];
}

function alarmWarning(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return [
    `${quoted} ${names.length === 1 ? 'watches' : 'watch'} the alias or the machine, where both versions are counted together: stable's own failures may take a good candidate back. The comparison tells the versions apart, and needs no alarm for that.`,
  ];
}
