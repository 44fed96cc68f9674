import { parseVersionArn, versionNumber } from '../workflow/arns.ts';
import type { DeploymentDocument, Health } from '../workflow/document.ts';
import type { SmokeTestResult } from '../workflow/smoke-test.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
}

/** So many failures are told in words; `smokeTests` in the document has all of them. */
const TOLD = 10;

/** Did every smoke test go as expected? One that did not keeps the candidate from any traffic. They say nothing about traffic itself. */
export const handler = taskHandler('ConfirmSmokeTests', ({ document, now }: Input): Health => {
  const results = document.smokeTests!;
  const failed = results.filter(({ passed }) => !passed);
  const bake = { bakeStartedAt: now, bakeEndsAt: now, polls: 0, waitSeconds: 0 };
  if (failed.length === 0)
    return { verdict: 'healthy', decision: 'nextStep', reasons: [passedInWords(results)], ...bake };
  const reasons = [
    ...failed.slice(0, TOLD).map(failureInWords),
    ...(failed.length > TOLD ? [`and ${failed.length - TOLD} more smoke tests failed`] : []),
  ];
  return { verdict: 'unhealthy', decision: 'rollBack', reason: 'SmokeTestFailed', reasons, ...bake };
});

function passedInWords({ length }: readonly SmokeTestResult[]): string {
  return length === 1 ? 'the smoke test passed' : `all ${length} smoke tests passed`;
}

function failureInWords({ name, versionArn, found }: SmokeTestResult): string {
  const { stateMachineArn } = parseVersionArn(versionArn)!;
  const machine = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
  return `smoke test "${name}" of version ${versionNumber(versionArn)} of ${machine}: ${found}`;
}
