import { machineName, versionNumber } from '../workflow/arns.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import type { Target } from '../workflow/document.ts';
import { shiftsByMachine } from './common-shifts.ts';
import { clockTime, inWords } from './duration.ts';
import { foldedPath } from './folded-path.ts';
import { aliasLines, executionsTable, type ObservedMachine } from './observed-machine.ts';
import { totalSeconds } from './outcome.ts';
import { harmless, type Paint, painter } from './paint.ts';
import { recoveryInWords } from './recovery-told.ts';
import { weightChart } from './weight-chart.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns to fill; lines of words are wrapped there. */
  readonly columns: number;
  /** Of a rehearsal. */
  readonly machines?: readonly ObservedMachine[];
}

const MARKS: Readonly<Record<string, string>> = {
  Succeeded: '✔',
  NothingToDo: '✔',
  RolledBack: '↩',
  ValidationError: '✘',
  CriticalError: '✘',
};

/** One deployment as a person at a terminal reads it: how it ended, the weight over time, the executions, the path of states. */
export function terminalSummary(record: AuditRecord, { colour, columns, machines = [] }: TerminalOptions): string {
  const paint = painter(colour);
  const width = Math.max(40, Math.min(columns, 100));
  const sections = [
    headline(record, paint, width),
    weightSection(record, paint, width),
    executionsTable(machines, record.targets, paint),
    machines.length > 0 ? aliasLines(machines, paint) : [],
    pathSection(record, paint, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline(record: AuditRecord, paint: Paint, width: number): readonly string[] {
  const { outcome, cause, targets, recovered } = record;
  const colour = MARKS[outcome] === '✔' ? paint.good : outcome === 'RolledBack' ? paint.unsure : paint.bad;
  const reason = record.reason ? ` (${harmless(record.reason)})` : '';
  const title = `${paint.strong(colour(`${MARKS[outcome] ?? '●'} ${harmless(outcome)}`))}${reason}${durationText(record)}`;
  const told = cause
    ? [cause.summary, ...cause.evidence.filter((line) => !cause.summary.includes(line))]
    : recovered
      ? ['The execution ended without an account of its own.']
      : targets.map((target) => inASentence(target, record));
  const repair = cause?.repair ?? [];
  return [
    title,
    ...[...told, ...recoveryInWords(record)].flatMap((line) => wrapped(harmless(line), width, '  ')),
    ...(cause?.help ? [`  What that means: ${harmless(cause.help)}`] : []),
    ...(repair.length > 0 ? ['  What to do:', ...repair.map((line) => `    ${harmless(line)}`)] : []),
  ];
}

/** How a deployment that went well left a target; whatever did not go well tells itself in its cause. */
function inASentence(target: Target, { outcome, request }: AuditRecord): string {
  const { alias, candidate } = target;
  const name = `Alias ${alias} of ${machineName(target)}`;
  const version = candidate ? `version ${versionNumber(candidate.versionArn)}` : 'its candidate';
  if (outcome === 'Succeeded') return `${name} is wholly on ${version}.`;
  if (outcome === 'NothingToDo')
    return `${name} was on ${version} already, ${chosen(request, target)}; nothing was changed.`;
  return `${name}: the deployment of ${version} did not tell how it ended.`;
}

/** How the request has chosen a target's candidate. */
function chosen(request: unknown, { requestedVersionArn }: Target): string {
  if (requestedVersionArn !== undefined) return 'which the request names';
  const { publish } = (request ?? {}) as Readonly<Record<string, unknown>>;
  return publish === false ? 'the newest published one' : 'the current revision';
}

function durationText(record: AuditRecord): string {
  const seconds = totalSeconds(record);
  return record.endedAt === undefined ? '' : ` after ${seconds < 1 ? 'less than a second' : inWords(seconds)}`;
}

function weightSection(record: AuditRecord, paint: Paint, width: number): readonly string[] {
  return shiftsByMachine(record).flatMap(({ machines, shifts }, index) => {
    const list = shifts.map(({ atSeconds, candidateWeight }) => `${candidateWeight} % at ${clockTime(atSeconds)}`);
    const whose = machines.length === 0 ? '' : ` of ${machines.map(harmless).join(', ')}`;
    return [
      ...(index > 0 ? [''] : []),
      ...wrapped(`Weight of the candidate${whose}`, width, '').map((line) => paint.strong(line)),
      ...weightChart(shifts, totalSeconds(record), width).map((line) => paintedChartLine(line, paint)),
      ...wrapped(list.join(', '), width, '  '),
    ];
  });
}

export function paintedChartLine(line: string, paint: Paint): string {
  const edge = line.search(/[┤└]/) + 1;
  return edge > 0 ? paint.faint(line.slice(0, edge)) + paint.candidate(line.slice(edge)) : paint.faint(line);
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

/** Breaks a line between words; a word longer than the line stays whole, so that it can be copied. */
export function wrapped(text: string, width: number, indent: string): readonly string[] {
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
