import { targetName } from '../workflow/arns.ts';
import { DOLLARS_PER_TRANSITION, HISTORY_BUDGET } from '../workflow/limits.ts';
import { type Plan, type ScheduledStep, scheduleOf } from '../workflow/plan.ts';
import type { Prospects } from '../workflow/prospects.ts';
import type { DeploymentRequest } from '../workflow/request.ts';
import { countText, grouped, tenth } from './counts.ts';
import { clockTime, inWords } from './duration.ts';
import { harmless, type Paint, painter } from './paint.ts';
import { PROSPECTS_EXPLAINED, prospectsFigures, prospectsTable, prospectsWarnings } from './prospects-table.ts';
import { paintedChartLine, wrapped } from './terminal.ts';
import { weightChart } from './weight-chart.ts';

export interface PlanToShow {
  readonly targets: readonly { readonly stateMachineArn: string; readonly alias: string }[];
  readonly plan: Plan;
  readonly request: Pick<DeploymentRequest, 'onInconclusive' | 'timeoutSeconds'>;
  readonly warnings: readonly string[];
  /** How often each alias is started. */
  readonly perMinute?: number | undefined;
  /** What the comparison can tell; one entry for targets that are used alike. */
  readonly evidence?: readonly TargetProspects[] | undefined;
}

export interface TargetProspects {
  /** `orders:live` */
  readonly targets: readonly string[];
  readonly prospects: Prospects;
}

/** A plan as one JSON object. */
export function planFigures({ plan, warnings, perMinute, evidence }: PlanToShow) {
  const { totalSeconds, historyEvents, stateTransitions } = plan;
  const steps = scheduleOf(plan);
  return {
    steps: steps.map((step) => ({
      ...step,
      ...(perMinute !== undefined && { candidateExecutions: executionsAt(step, perMinute) }),
    })),
    totalSeconds,
    polls: steps.reduce((sum, { polls }) => sum + polls, 0),
    longestPollSeconds: Math.max(...steps.map(({ longestPollSeconds }) => longestPollSeconds)),
    historyEvents,
    historyBudget: HISTORY_BUDGET,
    stateTransitions,
    priceDollars: Number((stateTransitions * DOLLARS_PER_TRANSITION).toFixed(6)),
    ...(evidence && {
      evidence: evidence.map(({ targets, prospects }) => ({ targets, ...prospectsFigures(prospects) })),
    }),
    warnings: [...warnings, ...evidenceWarnings(evidence)],
  };
}

/** A plan as a person at a terminal reads it: the weight over time, a table of the steps, what it takes and costs, and what speaks against it. */
export function planTable(shown: PlanToShow, options: { readonly colour: boolean; readonly columns: number }): string {
  const paint = painter(options.colour);
  const width = Math.max(40, Math.min(options.columns, 100));
  const sections = [
    wrapped(title(shown), width, '').map((line) => paint.strong(line)),
    chart(shown.plan, paint, width),
    table(shown, paint),
    totals(shown, paint, width),
    ...(shown.evidence ?? []).map((target) => evidenceOf(target, paint, width)),
    shown.evidence ? wrapped(PROSPECTS_EXPLAINED, width, '').map((line) => paint.faint(line)) : [],
    [...shown.warnings, ...evidenceWarnings(shown.evidence)].flatMap((warning) => marked(warning, paint, width)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function title({ targets }: PlanToShow): string {
  return `Plan for ${harmless(targets.map(targetName).join(', '))}`;
}

function evidenceOf({ targets, prospects }: TargetProspects, paint: Paint, width: number): readonly string[] {
  const { perMinute, failureRate } = prospects;
  const usage = `${grouped(perMinute)} ${perMinute === 1 ? 'start' : 'starts'} a minute, of which ${grouped(100 * failureRate)} % fail`;
  const heading = wrapped(`Evidence for ${harmless(targets.join(', '))}, at ${usage}`, width, '');
  return [...heading.map((line) => paint.strong(line)), ...prospectsTable(prospects, paint, width)];
}

/** Each names its targets where others have evidence of their own. */
function evidenceWarnings(evidence: PlanToShow['evidence'] = []): readonly string[] {
  return evidence.flatMap(({ targets, prospects }) =>
    prospectsWarnings(prospects).map((warning) =>
      evidence.length === 1 ? warning : `${harmless(targets.join(', '))}: ${warning}`,
    ),
  );
}

function chart(plan: Plan, paint: Paint, width: number): readonly string[] {
  const shifts = scheduleOf(plan).map(({ beginsAtSeconds, weightPercent }) => ({
    atSeconds: beginsAtSeconds,
    candidateWeight: weightPercent,
  }));
  return [
    paint.strong('Weight of the candidate'),
    ...weightChart(shifts, plan.totalSeconds, width).map((line) => paintedChartLine(line, paint)),
  ];
}

const WIDTHS = {
  step: 6,
  weight: 9,
  'begins at': 14,
  bakes: 14,
  polls: 8,
  'longest poll': 15,
  executions: 12,
} as const;
type Column = keyof typeof WIDTHS;

function table({ plan, perMinute, evidence }: PlanToShow, paint: Paint): readonly string[] {
  // The table of the evidence has them, too.
  const hasExecutions = perMinute !== undefined && !evidence;
  const columns = (Object.keys(WIDTHS) as Column[]).filter((name) => name !== 'executions' || hasExecutions);
  const line = (text: (column: Column) => string): string =>
    columns
      .map((column) => text(column).padStart(WIDTHS[column]))
      .join('')
      .trimEnd();
  const rows = scheduleOf(plan).map((step) => line((column) => cell(step, column, perMinute ?? 0)));
  const end = line((column) =>
    column === 'weight' ? 'promote' : column === 'begins at' ? clockTime(plan.totalSeconds) : '',
  );
  return [paint.faint(line((column) => column)), ...rows, end];
}

function cell(step: ScheduledStep, column: Column, perMinute: number): string {
  switch (column) {
    case 'step':
      return String(step.step);
    case 'weight':
      return `${step.weightPercent} %`;
    case 'begins at':
      return clockTime(step.beginsAtSeconds);
    case 'bakes':
      return clockTime(step.bakeSeconds);
    case 'polls':
      return grouped(step.polls);
    case 'longest poll':
      return clockTime(step.longestPollSeconds);
    case 'executions':
      return countText(executionsAt(step, perMinute));
  }
}

/** How many executions the candidate can expect to get at a step, to a tenth of one. */
function executionsAt({ weightPercent, bakeSeconds }: ScheduledStep, perMinute: number): number {
  return tenth((perMinute * bakeSeconds * weightPercent) / 6000);
}

function totals(
  { plan, request, targets, perMinute, evidence }: PlanToShow,
  paint: Paint,
  width: number,
): readonly string[] {
  const { totalSeconds, historyEvents, stateTransitions } = plan;
  const price = (stateTransitions * DOLLARS_PER_TRANSITION).toFixed(4);
  const million = Math.round(DOLLARS_PER_TRANSITION * 1_000_000);
  const entry = (name: string, text: string): readonly string[] => {
    const [first, ...others] = wrapped(text, width - NAMES, '');
    return [paint.strong(name.padEnd(NAMES)) + first, ...others.map((line) => ' '.repeat(NAMES) + line)];
  };
  return [
    ...entry(
      'Time',
      `${inWords(totalSeconds)} if everything stays healthy${approvals(plan, request)}; a step that cannot tell ${untold(plan, request)}`,
    ),
    ...entry('History', `${grouped(historyEvents)} events of the ${grouped(HISTORY_BUDGET)} that a deployment may use`),
    ...entry('Price', `$${price} for ${grouped(stateTransitions)} state transitions at $${million} a million`),
    ...(perMinute === undefined || evidence ? [] : entry('Executions', trafficText(perMinute, targets.length))),
  ];
}

function approvals({ steps }: Plan, { timeoutSeconds }: PlanToShow['request']): string {
  const waiting = steps.flatMap(({ approval }, index) => (approval ? [index + 1] : []));
  const [first, ...others] = waiting;
  if (first === undefined) return '';
  const which = others.length === 0 ? `step ${first} waits` : `steps ${waiting.join(', ')} each wait`;
  return `; ${which} up to ${inWords(timeoutSeconds)} more to be approved`;
}

function untold({ maximumExtensionSeconds }: Plan, { onInconclusive }: PlanToShow['request']): string {
  const longer = inWords(maximumExtensionSeconds);
  if (onInconclusive === 'promote') return 'goes on all the same';
  if (onInconclusive === 'hold') return `waits up to ${longer} for a person`;
  return maximumExtensionSeconds === 0 ? 'is rolled back' : `takes up to ${longer} more`;
}

/** Columns for the names of the totals. */
const NAMES = 12;

function trafficText(perMinute: number, targets: number): string {
  const whose = targets > 1 ? ' of each target' : '';
  return `what the candidate can expect to get${whose}, at ${grouped(perMinute)} starts a minute`;
}

function marked(warning: string, paint: Paint, width: number): readonly string[] {
  return wrapped(warning, width - 2, '').map((line, index) => paint.unsure(`${index === 0 ? '!' : ' '} ${line}`));
}
