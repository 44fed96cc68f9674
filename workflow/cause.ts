import { placeOf, versionNumber } from './arns.ts';
import type { Target } from './document.ts';
import type { Account, EndCause, TargetStanding } from './ends.ts';
import { helpFor } from './reasons.ts';
import { type Route, routesInWords } from './routes.ts';

/** A failed execution's `Cause` is at most so long; AWS allows 32,768 characters, people read less. */
export const CAUSE_BYTES = 8192;

const SUMMARY_CHARACTERS = 1500;
const EVIDENCE_ITEMS = 10;
const EVIDENCE_CHARACTERS = 300;

/** `Cause` as JSON text of at most 8 KiB. What does not fit is cut where it hurts least: long texts first, then evidence, then repairs (of which it says how many). */
export function causeText(cause: Account): string {
  const cut: EndCause = {
    ...cause,
    help: helpFor(cause.reason),
    summary: clip(cause.summary, SUMMARY_CHARACTERS),
    evidence: cause.evidence.slice(0, EVIDENCE_ITEMS).map((line) => clip(line, EVIDENCE_CHARACTERS)),
  };
  if (fits(cut)) return JSON.stringify(cut);
  return shorterRepair({ ...cut, summary: clip(cut.summary, SUMMARY_CHARACTERS / 3), evidence: [] });
}

function shorterRepair(cause: EndCause): string {
  for (let kept = cause.repair.length; kept > 0; kept--) {
    const left = cause.repair.length - kept;
    const repair = [
      ...cause.repair.slice(0, kept),
      ...(left > 0 ? [`… and ${left} more: see the execution's history`] : []),
    ];
    if (fits({ ...cause, repair })) return JSON.stringify({ ...cause, repair });
  }
  return JSON.stringify({ ...cause, repair: ["see the execution's history"] });
}

function fits(cause: EndCause): boolean {
  return new TextEncoder().encode(JSON.stringify(cause)).length <= CAUSE_BYTES;
}

/** A text of at most `length` characters, with an ellipsis where it was cut. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Where a target stands, for `Cause`. */
export function standingOf(target: Target): TargetStanding {
  const stable = target.found.kind === 'whole' ? versionNumber(target.found.versionArn) : undefined;
  const candidate = target.candidate ? versionNumber(target.candidate.versionArn) : undefined;
  return {
    stateMachineArn: target.stateMachineArn,
    alias: target.alias,
    ...(stable === undefined ? {} : { stable }),
    ...(candidate === undefined ? {} : { candidate }),
    standing: inWords(target, stable, candidate),
  };
}

function inWords(target: Target, stable: number | undefined, candidate: number | undefined): string {
  const { rolledBack, promoted, shifted } = target;
  if (rolledBack?.kind === 'handedOver') return `left as found: ${rolledBack.routing}`;
  if (rolledBack?.kind === 'inUse') return `new and in use, wholly on version ${candidate}`;
  if (rolledBack?.kind === 'restored') return `wholly on version ${stable} again, read back`;
  if (rolledBack?.kind === 'removed') return 'the new alias was removed, as it was not there before';
  if (rolledBack?.kind === 'promoted' && promoted?.kind !== 'written')
    return `with all traffic on version ${candidate}, to be promoted`;
  if (promoted?.kind === 'written') return `wholly on version ${candidate}`;
  if (!rolledBack && target.failure?.Error === 'RoutingDrifted') return 'moved by somebody else, left as found';
  if (!rolledBack && shifted?.kind === 'written')
    return `last written: ${shifted.candidateWeight} % on version ${candidate}`;
  if (target.found.kind === 'split') return `split: ${routesInWords(target.found.routes)}, not changed`;
  return target.found.kind === 'absent' ? 'no alias yet' : `on version ${stable}, not changed`;
}

/** The command that gives an alias these routes. */
export function restoreCommand(aliasArn: string, routes: readonly Route[]): string {
  const routing = JSON.stringify(
    routes.map(({ versionArn, weight }) => ({ stateMachineVersionArn: versionArn, weight })),
  );
  return `aws stepfunctions update-state-machine-alias ${named(aliasArn)} --routing-configuration '${routing}'`;
}

/** The command that takes an alias away. */
export function removeCommand(aliasArn: string): string {
  return `aws stepfunctions delete-state-machine-alias ${named(aliasArn)}`;
}

/** With its region: whoever runs the command has another default, or none. */
function named(aliasArn: string): string {
  return `--region ${placeOf(aliasArn).region} --state-machine-alias-arn ${aliasArn}`;
}
