import { machineName, parseVersionArn } from '../workflow/arns.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import { executionLink } from './console-links.ts';
import { decisionsOf } from './decisions.ts';
import { clockTime, timeText } from './duration.ts';
import { foldedPath } from './folded-path.ts';
import { isRecoveryUnknown, isRestore, outcomeOf } from './outcome.ts';
import { harmless } from './paint.ts';
import { recoveryInWords } from './recovery-told.ts';
import { standingInWords } from './standing-told.ts';
import { FOLLOWS, stepsTold } from './steps-told.ts';
import { timelineOf } from './timeline.ts';
import { timelineInWords } from './timeline-in-words.ts';

/** One deployment as GitHub-flavoured Markdown, for pull requests and the summaries of pipelines. What the record holds is shown as text: no markup, links or mentions. */
export function markdownReport(record: AuditRecord): string {
  const { mark, title, sentence } = outcomeOf(record);
  const blocks = [
    `### ${mark} ${plain(title)}: ${plain(sentence)}`,
    ...(record.cause ? [plain(record.cause.summary)] : []),
    ...recoveryInWords(record).map(plain),
    ...(isRecoveryUnknown(record) ? ['**Recovery unknown:** this was made without the ledger.'] : []),
    ...(record.cause?.help ? [`What that means: ${plain(record.cause.help)}`] : []),
    ...leftToDo(record),
    ...happened(record),
    ...targets(record),
    ...smokeTests(record),
    ...steps(record),
    ...decisions(record),
    ...afterCare(record),
    ...path(record),
    where(record),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function happened(record: AuditRecord): readonly string[] {
  if (isRestore(record)) return [];
  const lines = timelineInWords(timelineOf(record), record);
  return [lines.map((line) => `- ${plain(line)}`).join('\n')];
}

/** Text as text: signs of Markdown escaped, no list, formula or command of a bot begun, and neither an address nor a name or number linked. */
export function plain(text: string): string {
  return harmless(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_{}[\]<>|~#&$]/g, '\\$&')
    .replace(/^(?:[-+=/]|\d+(?=[.)]))/, (begun) => (/\d/.test(begun) ? `${begun}\\` : `\\${begun}`))
    .replace(/:\/\//g, '\\://')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replace(/[@#]/g, '$&\u2060');
}

/** Text to be copied, in a fence that it cannot end. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text.split('\n').map(harmless).join('\n')}\n${fence}`;
}

function leftToDo({ cause }: AuditRecord): readonly string[] {
  return cause && cause.repair.length > 0 ? ['**What to do:**', ...cause.repair.map(fenced)] : [];
}

/** One line, or several. */
type Cell = string | readonly string[];

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [[line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map(cellText)))].join('\n')];
}

function cellText(cell: Cell): string {
  return [cell].flat().map(plain).join('<br>');
}

function targets({ targets: all }: AuditRecord): readonly string[] {
  const rows = all.map((target) => {
    const stable = target.found.kind === 'whole' ? target.found.versionArn : undefined;
    const versions = [stable, target.candidate?.versionArn].map(versionText);
    return [machineName(target), target.alias, ...versions, standingInWords(target)];
  });
  return table(['State machine', 'Alias', 'Stable', 'Candidate', 'Where it stands'], rows);
}

function versionText(versionArn: string | undefined): string {
  if (versionArn === undefined) return 'none';
  return String(parseVersionArn(versionArn)?.version ?? versionArn);
}

function smokeTests({ smokeTests: all = [] }: AuditRecord): readonly string[] {
  const rows = all.map(({ name, versionArn, passed, found }) => [
    name,
    versionText(versionArn),
    passed ? '✔ passed' : '✘ failed',
    found,
  ]);
  return table(['Smoke test', 'Of version', 'Result', 'Found'], rows);
}

function afterCare({ afterCare: tended }: AuditRecord): readonly string[] {
  const lines = (tended?.targets ?? []).map((target) => {
    const { alias, running, stopped, replayed, notReplayed } = target;
    const name = `${machineName(target)}:${alias}`;
    return `Executions of the candidate of ${name}: ${running.count} still running, ${stopped} stopped, ${replayed} started again on stable, ${notReplayed.count} not started again.`;
  });
  return lines.length > 0 ? [lines.map((line) => `- ${plain(line)}`).join('\n')] : [];
}

function steps(record: AuditRecord): readonly string[] {
  const rows = stepsTold(record).flatMap(({ weightPercent, sayings }) =>
    sayings.map(({ fromSeconds, untilSeconds, looks, verdict, decision, reasons }) => [
      `${weightPercent} %`,
      looks === 1 ? clockTime(fromSeconds) : `${clockTime(fromSeconds)}–${clockTime(untilSeconds)}`,
      String(looks),
      verdict,
      reasons,
      FOLLOWS[decision],
    ]),
  );
  return table(['Weight', 'When', 'Looks', 'Verdict', 'Why', 'What follows'], rows);
}

function decisions(record: AuditRecord): readonly string[] {
  const rows = decisionsOf(record).map(({ atSeconds, decision, actor, reason = '' }) => [
    clockTime(atSeconds),
    decision,
    actor,
    reason,
  ]);
  return table(['When', 'Decision', 'Who', 'Why'], rows);
}

function path({ path: states, historyEvents }: AuditRecord): readonly string[] {
  if (states.length === 0) return [];
  return [
    `<details><summary>Path: ${historyEvents} history events</summary>\n\n${plain(foldedPath(states).join(' → '))}\n\n</details>`,
  ];
}

function where({ deployment, startedAt, request }: AuditRecord): string {
  const link = executionLink(deployment.executionArn);
  const name = plain(deployment.name);
  const { requestedBy, reason } = (request ?? {}) as Readonly<Record<string, unknown>>;
  return [
    `Execution ${link ? `[${name}](<${link}>)` : name}`,
    `started ${plain(timeText(startedAt))} UTC`,
    ...(typeof requestedBy === 'string' ? [`requested by ${plain(requestedBy)}`] : []),
    ...(typeof reason === 'string' ? [`because: ${plain(reason)}`] : []),
  ].join(', ');
}
