import { type DeploymentDocument, isThere, type PlannedDeployment } from '../workflow/document.ts';
import { throwWorst } from '../workflow/failures.ts';
import { planDeployment, planForNewAliases } from '../workflow/plan.ts';
import { planSmokeTests } from '../workflow/smoke-test.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/** Lays out the course, and sees whether there is anything to do. */
export const handler = taskHandler('PlanDeployment', ({ document }: Input): PlannedDeployment => {
  const { request, targets } = document;
  throwWorst(targets);
  const planned = planDeployment(request);
  if (planned.kind === 'refused') throw new Error(`the plan was accepted before: ${JSON.stringify(planned.problems)}`);
  const plan = targets.every(({ found }) => found.kind === 'absent')
    ? planForNewAliases(planned.plan, targets.length)
    : planned.plan;
  const smokeTests = planSmokeTests(document);
  const decision = targets.every(isThere) ? isItProven(document) : smokeTests.length > 0 ? 'testFirst' : 'deploy';
  return { ...plan, decision, smokeTests };
});

/** Readings may be stale, so one that says "nothing to do" is believed when the caller knows the revision or version, or when a second one agrees. */
function isItProven({ targets, plan }: DeploymentDocument): PlannedDeployment['decision'] {
  const pinned = targets.every((target) => target.revisionPinned || target.requestedVersionArn !== undefined);
  return pinned || plan?.decision === 'lookAgain' ? 'nothingToDo' : 'lookAgain';
}
