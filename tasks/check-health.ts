import type { DeploymentDocument, Health } from '../workflow/document.ts';
import { judge } from '../workflow/judge.ts';
import { decide, pollsOf } from '../workflow/pace.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
}

/** Reads the evidence, judges it, and decides how to go on. */
export const handler = taskHandler(
  'CheckHealth',
  async ({ document, now }: Input, { alarms }: Pick<Ports, 'alarms'>): Promise<Health> => {
    const { step, health } = document;
    const { watched, ignored } = document.alarms!;
    const judgement = judge({ names: watched, ignored }, await alarms.read(watched));
    const { bakeStartedAt, bakeEndsAt } = health!;
    const { pace } = document.plan!;
    const lastStep = step!.number === step!.of;
    const moment = { now, bakeStartedAt, bakeEndsAt, pace, lastStep, pollsLeft: pollsLeft(document) };
    return { ...judgement, ...decide(judgement.verdict, moment), bakeStartedAt, bakeEndsAt, polls: health!.polls + 1 };
  },
);

/** What the budget leaves for this step, when the later ones are given theirs. */
function pollsLeft({ plan, step, health }: DeploymentDocument): number {
  const { steps, pace, pollBudget } = plan!;
  const later = steps.slice(step!.number).reduce((sum, one) => sum + pollsOf(one, pace), 0);
  return pollBudget - later - health!.polls - 1;
}
