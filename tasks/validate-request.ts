import { placeOf } from '../workflow/arns.ts';
import type { DeploymentDocument } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import { later } from '../workflow/pace.ts';
import { describeProblem, type Problem } from '../workflow/parse.ts';
import { planDeployment } from '../workflow/plan.ts';
import { parseRequest } from '../workflow/request.ts';
import { type RequestDefaults, withDefaults } from '../workflow/request-defaults.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  /** What the execution was started with: anything. */
  readonly input: unknown;
  readonly executionArn: string;
  readonly startedAt: string;
  /** What holds where the request is silent: of the deployer as it is installed. */
  readonly defaults?: RequestDefaults;
}

/** Begins the document: the request, checked, and nothing else yet. */
export const handler = taskHandler(
  'ValidateRequest',
  ({ input, executionArn, startedAt, defaults }: Input): DeploymentDocument => {
    const parsed = parseRequest(withDefaults(input, defaults), placeOf(executionArn));
    if (parsed.kind === 'refused') throw invalid(parsed.problems);
    const planned = parsed.value.road === 'deploy' ? planDeployment(parsed.value) : undefined;
    if (planned?.kind === 'refused') throw invalid(planned.problems);
    const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    const dueAt = later(startedAt, planned?.plan.totalSeconds ?? 0);
    return { execution: { arn: executionArn, name, startedAt, dueAt }, request: parsed.value, targets: [] };
  },
);

function invalid(problems: readonly Problem[]): ValidationError {
  const shown = problems.slice(0, 10).map((problem) => describeProblem('request', problem));
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  return new ValidationError({ reason: 'InvalidRequest', summary: [...shown, ...more].join('; ') });
}
