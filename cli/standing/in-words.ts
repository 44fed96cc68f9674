import { inWords } from '../../report/duration.ts';
import { harmless, type Paint } from '../../report/paint.ts';
import { stepLine } from '../../report/step-line.ts';
import { wrapped } from '../../report/terminal.ts';
import { targetName } from '../../workflow/arns.ts';
import { type Decision, decisionInWords } from '../../workflow/decisions.ts';
import type { Standing } from './standing.ts';

const COLOURS = { healthy: 'good', unhealthy: 'bad', inconclusive: 'unsure' } as const;

/** Where a deployment stands, as lines for a person. */
export function standingLines(standing: Standing, now: Date, paint: Paint, columns: number): readonly string[] {
  const { executionArn, outcome, startedAt, endedAt, step, health, decisions } = standing;
  const until = endedAt === undefined ? now : new Date(endedAt);
  const seconds = Math.max(0, (until.getTime() - Date.parse(startedAt)) / 1000);
  const after = endedAt === undefined ? 'for' : 'after';
  const said = health && step ? [`${health.verdict}: ${health.reasons.join('; ')}`] : [];
  return [
    `${paint.strong(targetsInWords(standing))}  ${outcomePainted(outcome, paint)} ${after} ${inWords(seconds)}`,
    ...(step ? [`  ${stepLine(step, paint)}`] : []),
    ...said
      .flatMap((text) => wrapped(harmless(text), columns, '  '))
      .map((line) => paint[COLOURS[health!.verdict]](line)),
    ...decisions.map((decision) => `  ${harmless(pastDecision(decision))}`),
    `  ${paint.faint(executionArn)}`,
  ];
}

/** `paused by kim: lunch` */
function pastDecision(decision: Decision): string {
  return decisionInWords(decision, PAST[decision.decision]);
}

const PAST = {
  pause: 'paused',
  resume: 'resumed',
  approve: 'approved',
  promote: 'promoted',
  rollBack: 'rolled back',
} as const;

function targetsInWords({ targets }: Standing): string {
  if (targets.length === 0) return 'no target yet';
  return targets
    .map(({ stable, candidate, ...target }) => {
      const versions = candidate === undefined ? '' : ` (${stable ?? 'new'} → ${candidate})`;
      return `${harmless(targetName(target))}${versions}`;
    })
    .join(', ');
}

export function outcomePainted(outcome: string, paint: Paint): string {
  if (outcome === 'Running') return paint.candidate(outcome);
  if (outcome === 'Succeeded' || outcome === 'NothingToDo') return paint.good(outcome);
  return outcome === 'RolledBack' ? paint.unsure(outcome) : paint.bad(outcome);
}
