import { handler as InspectAlarms } from '../tasks/inspect-alarms.ts';
import { handler as InspectTarget } from '../tasks/inspect-target.ts';
import type { Ports } from '../tasks/ports/ports.ts';
import type { AlarmsAtStart, Target } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import { whyHopeless } from '../workflow/hopeless-plan.ts';
import type { Plan } from '../workflow/plan.ts';
import { preflightWarnings } from '../workflow/preflight.ts';
import type { DeploymentRequest } from '../workflow/request.ts';

/** What a deployment would find before it changes anything. */
export interface Preflight {
  /** Those that could be deployed. */
  readonly targets: readonly Target[];
  /** Absent where they stand in the way. */
  readonly alarms?: AlarmsAtStart;
  /** What stands in the way: why the deployer would refuse (ValidationError), and what could not be asked of AWS. */
  readonly obstacles: readonly Error[];
  /** What should be known, and does not stand in the way. */
  readonly warnings: readonly string[];
}

/** A refusal, with the requests or commands that help. */
export function refusalText({ summary, repair }: ValidationError): string {
  return [summary, ...repair].join(' ');
}

/** Reads machines, aliases, alarms and how they are used by the deployer's own functions, and changes nothing. All that stands in the way is told, not the first of it. */
export async function preflight(request: DeploymentRequest, plan: Plan, ports: Ports): Promise<Preflight> {
  const obstacles: Error[] = [];
  const look = async <T>(reading: () => T | Promise<T>): Promise<readonly T[]> => {
    try {
      return [await reading()];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      obstacles.push(error);
      return [];
    }
  };
  const targets: Target[] = [];
  for (const target of request.targets)
    targets.push(...(await look(() => InspectTarget.core({ target, request }, ports))));
  const document = { execution: { arn: '', name: '', startedAt: '' }, request, targets };
  const [alarms] = await look(() => InspectAlarms.core({ document }, ports));
  for (const summary of targets.flatMap((target) => whyHopeless(target, plan, request) ?? []))
    obstacles.push(new ValidationError({ reason: 'HopelessPlan', summary }));
  const found = { request, targets, ...(alarms && { alarms }) };
  return { targets, ...(alarms && { alarms }), obstacles, warnings: preflightWarnings(found, plan) };
}
