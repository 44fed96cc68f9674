import { causeText, standingOf } from '../workflow/cause.ts';
import type { DeploymentDocument, End } from '../workflow/document.ts';
import { explain } from '../workflow/errors.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/** Says that this execution may not move the alias any more, because recovery or another deployment has taken over. It touches nothing, not even to roll back. */
export const handler = taskHandler('AbandonDeployment', ({ document: { targets, error } }: Input): End => {
  const { summary } = explain(error ?? { Error: 'DeploymentClosed' });
  const cause = causeText({
    reason: 'DeploymentClosed',
    summary,
    targets: targets.map(standingOf),
    evidence: [],
    recovery: 'pending',
    repair: [],
  });
  return { name: 'CriticalError', cause };
});
