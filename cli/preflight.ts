import type { Target } from '../workflow/document.ts';
import { ValidationError } from '../workflow/errors.ts';
import { whyHopeless } from '../workflow/hopeless-plan.ts';
import { FREE } from '../workflow/ledger.ts';
import type { Plan } from '../workflow/plan.ts';
import { preflightWarnings } from '../workflow/preflight.ts';
import type { DeploymentRequest } from '../workflow/request.ts';
import { type Arguments, UsageFault } from './command.ts';

/** What a deployment would find before it changes anything. */
export interface Preflight {
  /** Why it would be refused, in words. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Reads machines, aliases, alarms and their last day by the deployer's own functions, and changes nothing. The ledger is not asked: whoever plans need not be allowed to.
 * @throws UsageFault when AWS cannot be asked
 */
export async function preflight(
  request: DeploymentRequest,
  plan: Plan,
  values: Arguments['values'],
): Promise<Preflight> {
  // Only now: a plan that asks nothing of AWS does not wait for it.
  const [{ openPorts }, { handler: inspectTarget }, { handler: inspectAlarms }] = await Promise.all([
    import('./aws.ts'),
    import('../tasks/inspect-target.ts'),
    import('../tasks/inspect-alarms.ts'),
  ]);
  const ports = openPorts(values);
  const targetsUnlocked = { ...ports.ledger.targets, read: async () => ({ entry: FREE, revision: 0 }) };
  const asked = { ...ports, ledger: { ...ports.ledger, targets: targetsUnlocked } };
  try {
    const targets: Target[] = [];
    for (const target of request.targets) {
      const found = await inspectTarget.core({ target, request }, asked);
      targets.push(found);
    }
    const document = { execution: { arn: '', name: '', startedAt: '' }, request, targets };
    const alarms = await inspectAlarms.core({ document }, asked);
    return {
      refusals: targets.flatMap((target) => whyHopeless(target, plan, request) ?? []),
      warnings: preflightWarnings({ targets, request, alarms }, plan),
    };
  } catch (error) {
    if (error instanceof ValidationError) return { refusals: [error.summary], warnings: [] };
    const why = error instanceof Error && 'summary' in error ? String(error.summary) : (error as Error).message;
    throw new UsageFault(`--check: AWS could not be asked: ${why}`);
  }
}
