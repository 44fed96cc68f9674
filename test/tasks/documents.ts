import type { DeploymentDocument } from '../../workflow/document.ts';
import { constantPace } from '../../workflow/pace.ts';
import { parseRequest } from '../../workflow/request.ts';
import { FOUND_AT, ORDERS, target } from './targets.ts';

/** A document as it stands after PublishVersions, changed by `fields`. */
export function document(
  fields: Partial<DeploymentDocument> = {},
  request: Record<string, unknown> = {},
): DeploymentDocument {
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', ...request });
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return {
    execution: {
      arn: 'arn:aws:states:us-east-1:123456789012:execution:stepshift:one',
      name: 'one',
      startedAt: FOUND_AT,
    },
    request: parsed.value,
    targets: [target()],
    alarms: { watched: parsed.value.alarms, ignored: [] },
    ...fields,
  };
}

/** A document with 10 percent on the candidate. */
export function baking(
  fields: Partial<DeploymentDocument> = {},
  request: Record<string, unknown> = {},
): DeploymentDocument {
  const shifted = target({ shifted: { kind: 'written', candidateWeight: 10, updatedAt: '2026-01-01T00:01:00.000Z' } });
  const steps = [
    { weightPercent: 10, bakeSeconds: 300 },
    { weightPercent: 100, bakeSeconds: 300 },
  ];
  return document(
    {
      targets: [shifted],
      plan: {
        decision: 'deploy',
        smokeTests: [],
        warnings: [],
        steps,
        pace: constantPace(15),
        totalSeconds: 600,
        historyEvents: 600,
        stateTransitions: 200,
        pollBudget: 1000,
        maximumExtensionSeconds: 3600,
      },
      step: { number: 1, of: 2, weightPercent: 10, bakeSeconds: 300 },
      health: {
        verdict: 'inconclusive',
        decision: 'keepBaking',
        reasons: [],
        bakeStartedAt: '2026-01-01T00:01:00.000Z',
        bakeEndsAt: '2026-01-01T00:06:00.000Z',
        waitSeconds: 15,
        polls: 0,
      },
      ...fields,
    },
    request,
  );
}
