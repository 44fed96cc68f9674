import { parseStateMachineArn, versionNumber } from '../workflow/arns.ts';
import type { AuditRecord, Shift } from '../workflow/audit-record.ts';
import type { Target } from '../workflow/document.ts';
import { clockTime, inWords } from './duration.ts';
import { foldedPath } from './folded-path.ts';
import { harmless, type Paint, painter } from './paint.ts';
import { weightChart } from './weight-chart.ts';

/** How many executions a version had while the deployment ran. */
export interface ExecutionCounts {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** What is seen beside the record where a deployment was rehearsed. */
export interface Observed {
  /** Where the alias stood in the end, in whole percents; empty where there is none. */
  readonly alias: readonly { readonly version: number; readonly weight: number }[];
  readonly executions: { readonly stable: ExecutionCounts; readonly candidate: ExecutionCounts };
}

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns to fill; lines of words are wrapped there. */
  readonly columns: number;
  readonly observed?: Observed;
}

const MARKS: Readonly<Record<string, string>> = {
  Succeeded: '✔',
  NothingToDo: '✔',
  RolledBack: '↩',
  ValidationError: '✘',
  CriticalError: '✘',
};

/** One deployment as a person at a terminal reads it: how it ended, the weight over time, the executions, the path of states. */
export function terminalSummary(record: AuditRecord, { colour, columns, observed }: TerminalOptions): string {
  const paint = painter(colour);
  const width = Math.max(40, Math.min(columns, 100));
  const sections = [
    headline(record, paint, width),
    weightSection(record, paint, width),
    observed ? executionsSection(observed, record.targets, paint) : [],
    observed ? aliasSection(observed, paint) : [],
    pathSection(record, paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline(record: AuditRecord, paint: Paint, width: number): readonly string[] {
  const { outcome, cause, targets } = record;
  const colour = MARKS[outcome] === '✔' ? paint.good : outcome === 'RolledBack' ? paint.unsure : paint.bad;
  const reason = record.reason ? ` (${harmless(record.reason)})` : '';
  const title = `${paint.strong(colour(`${MARKS[outcome] ?? '●'} ${harmless(outcome)}`))}${reason}${durationText(record)}`;
  const told = cause
    ? [cause.summary, ...cause.evidence.filter((line) => !cause.summary.includes(line))]
    : targets.map((target) => inASentence(target, outcome));
  const repair = cause?.repair ?? [];
  return [
    title,
    ...told.flatMap((line) => wrapped(harmless(line), width, '  ')),
    ...(repair.length > 0 ? ['  What to do:', ...repair.map((line) => `    ${harmless(line)}`)] : []),
  ];
}

/** How a deployment that went well left a target; whatever did not go well tells itself in its cause. */
function inASentence({ stateMachineArn, alias, candidate }: Target, outcome: string): string {
  const name = `Alias ${alias} of ${parseStateMachineArn(stateMachineArn)?.name ?? stateMachineArn}`;
  const version = candidate ? `version ${versionNumber(candidate.versionArn)}` : 'its candidate';
  if (outcome === 'Succeeded') return `${name} is wholly on ${version}.`;
  if (outcome === 'NothingToDo') return `${name} was on ${version} already, the current revision; nothing was changed.`;
  return `${name}: the deployment of ${version} did not tell how it ended.`;
}

function durationText(record: AuditRecord): string {
  const seconds = totalSeconds(record);
  return record.endedAt === undefined ? '' : ` after ${seconds < 1 ? 'less than a second' : inWords(seconds)}`;
}

function weightSection(record: AuditRecord, paint: Paint, width: number): readonly string[] {
  return shiftsByMachine(record).flatMap(([machine, shifts], index) => {
    if (shifts.length === 0) return [];
    const list = shifts.map(({ atSeconds, candidateWeight }) => `${candidateWeight} % at ${clockTime(atSeconds)}`);
    return [
      ...(index > 0 ? [''] : []),
      paint.strong(`Weight of the candidate${machine === undefined ? '' : ` of ${harmless(machine)}`}`),
      ...weightChart(shifts, totalSeconds(record), width).map((line) => paintedChartLine(line, paint)),
      ...wrapped(list.join(', '), width, '  '),
    ];
  });
}

/** The shifts of each machine; without its name where there is one machine only. */
function shiftsByMachine({ shifts }: AuditRecord): readonly (readonly [string | undefined, readonly Shift[]])[] {
  return isList(shifts) ? [[undefined, shifts]] : Object.entries(shifts);
}

function isList(shifts: AuditRecord['shifts']): shifts is readonly Shift[] {
  return Array.isArray(shifts);
}

function paintedChartLine(line: string, paint: Paint): string {
  const edge = line.search(/[┤└]/) + 1;
  return edge > 0 ? paint.faint(line.slice(0, edge)) + paint.candidate(line.slice(edge)) : paint.faint(line);
}

function executionsSection({ executions }: Observed, targets: readonly Target[], paint: Paint): readonly string[] {
  if (executions.stable.started + executions.candidate.started === 0) return [];
  const { found, candidate } = targets[0] ?? {};
  const stable = found?.kind === 'whole' ? found.versionArn : undefined;
  return [
    paint.strong('Executions'.padEnd(NAMES)) + paint.faint(['started', 'succeeded', 'failed'].map(cell).join('')),
    executionsRow(`  stable${versionText(stable)}`, executions.stable, paint),
    executionsRow(`  candidate${versionText(candidate?.versionArn)}`, executions.candidate, paint),
  ];
}

/** Columns for a row's name, and for each number. */
const NAMES = 26;

function cell(value: string | number): string {
  return String(value).padStart(11);
}

function executionsRow(name: string, { started, succeeded, failed }: ExecutionCounts, paint: Paint): string {
  const failures = failed > 0 ? paint.bad(`${cell(failed)}${share(failed, started)}`) : cell(failed);
  return `${name.padEnd(NAMES)}${cell(started)}${cell(succeeded)}${failures}`;
}

function versionText(versionArn: string | undefined): string {
  return versionArn === undefined ? '' : `, version ${versionNumber(versionArn)}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `  ${Math.round((100 * part) / whole)} %`;
}

function aliasSection({ alias }: Observed, paint: Paint): readonly string[] {
  const routes = alias.map(({ version, weight }) =>
    weight === 100 ? `wholly on version ${version}` : `${weight} % on version ${version}`,
  );
  return [`${paint.strong('Alias')}  ${routes.length > 0 ? routes.join(', ') : 'there is none'}`];
}

function pathSection(record: AuditRecord, paint: Paint, width: number): readonly string[] {
  if (record.path.length === 0) return [];
  // Spaces that no line is broken at: an arrow stays with what it comes from, a count with what is counted.
  const path = foldedPath(record.path.map(harmless))
    .join(' → ')
    .replace(/ (?=[→×])/g, '\u00a0');
  return [
    `${paint.strong('Path')}  ${paint.faint(`${record.historyEvents} history events`)}`,
    ...wrapped(path, width, '  '),
  ];
}

function totalSeconds(record: AuditRecord): number {
  const end = record.endedAt ?? record.startedAt;
  return (Date.parse(end) - Date.parse(record.startedAt)) / 1000;
}

/** Breaks a line between words; a word longer than the line stays whole, so that it can be copied. */
function wrapped(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].map((whole) => whole.replaceAll('\u00a0', ' '));
}
