import type { DeploymentDocument, Health } from '../workflow/document.ts';
import { judge } from '../workflow/judge.ts';
import { decide } from '../workflow/pace.ts';
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
    const { plan, step, health, execution } = document;
    const { watched, ignored } = document.alarms!;
    const judgement = judge({ names: watched, ignored, ignoredAt: execution.startedAt }, await alarms.read(watched));
    const { bakeStartedAt, bakeEndsAt } = health!;
    const moment = { now, bakeEndsAt, pollSeconds: plan!.pollSeconds, lastStep: step!.number === step!.of };
    return { ...judgement, ...decide(judgement.verdict, moment), bakeStartedAt, bakeEndsAt };
  },
);
