import type { CurrentStep, DeploymentDocument } from '../workflow/document.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/** Takes the plan's next step. */
export const handler = taskHandler('BeginStep', ({ document }: Input): CurrentStep => {
  const { steps } = document.plan!;
  const number = isUnderWay(document) ? document.step!.number + 1 : 1;
  const step = steps[number - 1];
  if (!step) throw new Error(`the plan has ${steps.length} steps, and step ${number} was asked for`);
  return { number, of: steps.length, ...step };
});

/** A deployment whose targets were read again begins anew: its targets know of no shift. */
function isUnderWay({ targets, step }: DeploymentDocument): boolean {
  return step !== undefined && targets.some(({ shifted }) => shifted !== undefined);
}
