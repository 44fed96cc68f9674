import type { ExpectedCourse } from '../workflow/expected-course.ts';
import { HARMFUL_RATES, type Prospects, RARE_SHARE, type StepProspects } from '../workflow/prospects.ts';
import { countText, grouped, tenth } from './counts.ts';
import { clockTime, inWords } from './duration.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './terminal.ts';

/** What the comparison can tell in a plan as one JSON object. */
export function prospectsFigures({ perMinute, failureRate, steps, harmless, harmful, ...others }: Prospects) {
  return {
    perMinute,
    failureRate,
    steps: steps.map(({ step, candidateExecutions, executionsUntilRollBack, ...figures }) => ({
      step,
      candidateExecutions: tenth(candidateExecutions),
      executionsNeeded: figures.executionsNeeded,
      executionsUntilRollBack: Object.fromEntries(
        HARMFUL_RATES.map((rate, i) => [rate, executionsUntilRollBack[i]!] as const),
      ),
      lastsSeconds: figures.lastsSeconds,
      tooShort: figures.tooShort,
    })),
    candidates: [{ failureRate, course: harmless }, ...harmful].map(({ failureRate: rate, course }) => ({
      failureRate: rate,
      end: course.end,
      step: course.steps.length,
      atSeconds: course.atSeconds,
      failures: tenth(course.failures),
    })),
    inconclusiveShare: Number(others.inconclusiveShare.toFixed(4)),
  };
}

const WIDTHS = [6, 13, 11, 12, 12, 13, 13] as const;
const NAMES = ['step', 'executions', 'healthy', ...HARMFUL_RATES.map((rate) => `${percent(rate)} fail`), 'lasts'];

/** What the table's columns mean. */
export const PROSPECTS_EXPLAINED =
  'Executions are those that the candidate can expect to get in a step’s bake; those that must succeed for it to be healthy; and those after which it is rolled back at that weight, if so many of them fail. A step lasts until a candidate like stable is healthy, or for as long as it may.';

/** As a person at a terminal reads it: what each step can tell, and what becomes of good and bad candidates. */
export function prospectsTable(prospects: Prospects, paint: Paint, width: number): readonly string[] {
  const { steps, harmless, harmful, onInconclusive } = prospects;
  const candidates = [
    ['like stable', harmless] as const,
    ...harmful.map(({ failureRate, course }) => [`${percent(failureRate)} fail`, course] as const),
  ];
  return [
    paint.faint(line(NAMES)),
    ...steps.map((step) => line(cells(step))),
    '',
    paint.strong('What becomes of a candidate, as a rule'),
    ...candidates.flatMap(([name, course]) => {
      const [first, ...rest] = wrapped(courseInWords(course, onInconclusive), width - 16, '');
      return [`  ${name.padStart(11)}   ${first}`, ...rest.map((text) => ' '.repeat(16) + text)];
    }),
  ];
}

/** What speaks against the plan, a sentence each. */
export function prospectsWarnings(prospects: Prospects): readonly string[] {
  const { steps, perMinute, inconclusiveShare, remedy } = prospects;
  if (perMinute === 0) return ['Nothing is started through the alias: without executions nobody can tell.'];
  const short = steps.filter(({ tooShort }) => tooShort);
  const share = Math.round(100 * inconclusiveShare);
  const who = share > 99 ? 'Practically all candidates' : `About ${share} of 100 candidates`;
  return [
    ...(short.length === 0 ? [] : [`Too short to tell: ${stepsInWords(short)}.`]),
    ...(inconclusiveShare < RARE_SHARE
      ? []
      : [`${who} that are like stable will ${untold(prospects)}.${remedyInWords(remedy)}`]),
  ];
}

/** What becomes of them when the first step's time is over. */
function untold({ onInconclusive, maximumExtensionSeconds }: Prospects): string {
  const longer = inWords(maximumExtensionSeconds);
  if (onInconclusive === 'promote') return 'go on from step 1 although nobody can tell';
  const back = 'be rolled back as inconclusive';
  if (onInconclusive === 'hold') return `${back} unless a person decides, though step 1 waits ${longer} for that`;
  return maximumExtensionSeconds === 0 ? back : `${back}, though step 1 is extended by ${longer}`;
}

function remedyInWords({ firstWeightPercent, firstBakeSeconds }: Prospects['remedy']): string {
  const rare = 'would make that fewer than 1.';
  if (firstWeightPercent !== undefined) return ` A first weight of ${firstWeightPercent} % ${rare}`;
  return firstBakeSeconds === undefined ? '' : ` A first bake of ${inWords(firstBakeSeconds)} ${rare}`;
}

function stepsInWords(steps: readonly StepProspects[]): string {
  const told = steps.slice(0, MOST_STEPS).map(({ step, lastsSeconds, bakeSeconds }) => {
    const takes = inWords(lastsSeconds!);
    if (lastsSeconds === bakeSeconds) return `step ${step} ends after ${takes} without a verdict`;
    return `step ${step} lasts about ${takes} instead of ${inWords(bakeSeconds)}`;
  });
  const rest = steps.length - told.length;
  return [...told, ...(rest === 0 ? [] : [`and so do ${rest} more`])].join(', ');
}

/** A sentence with more would not be read. */
const MOST_STEPS = 3;

function courseInWords(
  { end, atSeconds, failures, steps }: ExpectedCourse,
  onInconclusive: Prospects['onInconclusive'],
): string {
  const costs = `${countOf(failures)} after ${inWords(atSeconds)}`;
  switch (end) {
    case 'promoted':
      return `promoted, with ${costs}`;
    case 'rolledBack':
      return `rolled back at step ${steps.length}, with ${costs}`;
    case 'inconclusive':
      return `rolled back as inconclusive at step ${steps.length}${onInconclusive === 'hold' ? ' unless a person decides' : ''}, with ${costs}`;
  }
}

function countOf(failures: number): string {
  const text = countText(failures);
  return `${text} failure${text === '1' ? '' : 's'}`;
}

function cells({ step, candidateExecutions, executionsNeeded, executionsUntilRollBack, lastsSeconds }: StepProspects) {
  return [
    String(step),
    countText(candidateExecutions),
    orNone(executionsNeeded),
    ...executionsUntilRollBack.map(orNone),
    lastsSeconds === null ? NONE : clockTime(lastsSeconds),
  ];
}

const NONE = '–';

function orNone(count: number | null): string {
  return count === null ? NONE : grouped(count);
}

function line(texts: readonly string[]): string {
  return texts.map((text, column) => text.padStart(WIDTHS[column]!)).join('');
}

function percent(rate: number): string {
  return `${Number((100 * rate).toPrecision(3))} %`;
}
