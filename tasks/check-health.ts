import type { DeploymentDocument, Health } from '../workflow/document.ts';
import { judge } from '../workflow/judge.ts';
import { decide, pollsOf } from '../workflow/pace.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
  /** How often this look was tried before. */
  readonly retryCount: number;
}

/** A look writes 9 events into the history, a retry of it 3 more. */
const LOOKS_PER_RETRY = 1 / 3;

/** Reads the evidence, judges it, and decides how to go on. */
export const handler = taskHandler(
  'CheckHealth',
  async ({ document, now, retryCount }: Input, { alarms }: Pick<Ports, 'alarms'>): Promise<Health> => {
    const { step, health } = document;
    const { watched, ignored } = document.alarms!;
    const judgement = judge({ names: watched, ignored }, await alarms.read(watched));
    const { bakeStartedAt, bakeEndsAt } = health!;
    const polls = health!.polls + 1 + retryCount * LOOKS_PER_RETRY;
    const { pace } = document.plan!;
    const lastStep = step!.number === step!.of;
    const moment = { now, bakeStartedAt, bakeEndsAt, pace, lastStep, pollsLeft: pollsLeft(document, polls) };
    return { ...judgement, ...decide(judgement.verdict, moment), bakeStartedAt, bakeEndsAt, polls };
  },
);

/** What the budget leaves for this step, when the later ones are given theirs. */
function pollsLeft({ plan, step }: DeploymentDocument, polls: number): number {
  const { steps, pace, pollBudget } = plan!;
  const later = steps.slice(step!.number).reduce((sum, one) => sum + pollsOf(one, pace), 0);
  return pollBudget - later - polls;
}
