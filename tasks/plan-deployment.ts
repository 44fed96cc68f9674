import { type DeploymentDocument, isThere, type PlannedDeployment } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import { throwWorst } from '../workflow/failures.ts';
import { whyHopeless } from '../workflow/hopeless-plan.ts';
import { type Plan, planDeployment, planForNewAliases } from '../workflow/plan.ts';
import { preflightWarnings } from '../workflow/preflight.ts';
import { planSmokeTests } from '../workflow/smoke-test.ts';
import { shortHash } from './short-hash.ts';
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
    ? planForNewAliases(planned.plan, request)
    : planned.plan;
  const smokeTests = planSmokeTests(document, shortHash);
  const decision = targets.every(isThere) ? isItProven(document) : smokeTests.length > 0 ? 'testFirst' : 'deploy';
  if (decision !== 'nothingToDo' && decision !== 'lookAgain') refuseHopeless(document, plan);
  const warnings = [...planned.warnings, ...preflightWarnings(document, plan)];
  return { ...plan, decision, smokeTests, warnings };
});

/** Nobody is to wait for a verdict that cannot come. */
function refuseHopeless({ targets, request }: DeploymentDocument, plan: Plan): void {
  const reasons = targets
    .filter((target) => !isThere(target))
    .flatMap((target) => whyHopeless(target, plan, request) ?? []);
  if (reasons.length > 0) throw new ValidationError({ reason: 'HopelessPlan', summary: reasons.join(' ') });
}

/** Readings may be stale, so one that says "nothing to do" is believed when the caller knows the revision or version, or when a second one agrees. */
function isItProven({ targets, plan }: DeploymentDocument): PlannedDeployment['decision'] {
  const pinned = targets.every((target) => target.revisionPinned || target.requestedVersionArn !== undefined);
  return pinned || plan?.decision === 'lookAgain' ? 'nothingToDo' : 'lookAgain';
}
