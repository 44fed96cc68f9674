import { harmless, type Paint, painter } from '../../report/paint.ts';
import { wrapped } from '../../report/terminal.ts';
import { versionNumber } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { TargetKey, VersionEntry } from '../../workflow/ledger.ts';
import { targetText } from '../machines.ts';
import { outcomePainted, pastDecision } from './in-words.ts';
import { shortTime } from './list-lines.ts';
import type { Past } from './past.ts';

/** What happened to a target, for a person. */
export function pastLines(
  target: TargetKey,
  { versions, records }: Past,
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string {
  const paint = painter(colour);
  const name = harmless(targetText(target));
  if (records.length === 0 && versions.length === 0) return `Nothing was deployed to ${name} yet.\n`;
  return [
    paint.strong(`Deployments of ${name}`),
    ...records.flatMap((record) => recordLines(target, record, paint, columns)),
    ...(versions.length > 0 ? ['', paint.strong('Versions')] : []),
    ...[...versions].reverse().map((version) => `  ${versionLine(version, paint)}`),
    '',
  ].join('\n');
}

function recordLines(target: TargetKey, record: AuditRecord, paint: Paint, columns: number): readonly string[] {
  const { outcome, startedAt, deployment, reason, cause, request, recovered, decisions } = record;
  const why = (request as { readonly reason?: string; readonly requestedBy?: string } | null) ?? {};
  const asked = [why.requestedBy, why.reason].filter(Boolean).join(': ');
  const texts = [
    ...(asked === '' ? [] : [`asked for by ${asked}`]),
    ...decisions.map(pastDecision),
    ...(cause ? [cause.summary] : []),
    ...(recovered ? [`completed by ${recovered.by}: ${recovered.outcome}`] : []),
  ];
  return [
    `  ${shortTime(startedAt)}  ${outcomePainted(outcome, paint)}${reason ? ` (${harmless(reason)})` : ''}  ${versionsOf(target, record)}`,
    ...texts.flatMap((text) => wrapped(harmless(text), columns, '    ')),
    `    ${paint.faint(deployment.executionArn)}`,
  ];
}

/** `1 → 2` */
function versionsOf({ stateMachineArn, alias }: TargetKey, { targets }: AuditRecord): string {
  const own = targets.find((target) => target.stateMachineArn === stateMachineArn && target.alias === alias);
  if (!own?.candidate) return '';
  const before = own.found.kind === 'whole' ? versionNumber(own.found.versionArn) : 'new';
  return `${before} → ${versionNumber(own.candidate.versionArn)}`;
}

const COLOURS = { stable: 'good', superseded: 'faint', bad: 'bad' } as const;

function versionLine({ versionArn, standing, at, deployment }: VersionEntry, paint: Paint): string {
  const number = String(versionNumber(versionArn)).padStart(4);
  return `${number}  ${paint[COLOURS[standing]](standing.padEnd('superseded'.length))}  since ${shortTime(at)}  ${paint.faint(deployment.split(':').at(-1)!)}`;
}
