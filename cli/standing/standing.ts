import type { StepStanding } from '../../report/step-line.ts';
import { stepStanding } from '../../report/step-line.ts';
import { versionNumber } from '../../workflow/arns.ts';
import type { Decision } from '../../workflow/decisions.ts';
import type { DeploymentDocument, Health, Target } from '../../workflow/document.ts';
import { ENDS } from '../../workflow/ends.ts';
import type { DeploymentEntry, TargetKey } from '../../workflow/ledger.ts';
import type { Aws } from '../aws.ts';
import { noSuchDeployment } from '../watching/follow.ts';
import { latestDocument } from '../watching/latest-document.ts';

/** Where one deployment stands now; what `status --json` prints. */
export interface Standing {
  readonly executionArn: string;
  /** As `outcomeOf` answers it. */
  readonly outcome: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly targets: readonly TargetStanding[];
  readonly step?: StepStanding;
  readonly health?: Pick<Health, 'verdict' | 'decision' | 'reasons' | 'reason'>;
  readonly decisions: readonly Decision[];
}

interface TargetStanding extends TargetKey {
  readonly stable?: number;
  readonly candidate?: number;
}

/** @throws Fault where AWS knows no such execution */
export async function standingOf(executionArn: string, aws: Aws): Promise<Standing> {
  const execution = await aws.ports.executions.read(executionArn);
  if (!execution) throw noSuchDeployment(executionArn);
  const entry = (await aws.ports.ledger.deployments.read(executionArn))?.entry;
  const document = await latestDocument(executionArn, aws);
  const { status, startDate, stopDate } = execution;
  const step = status === 'RUNNING' && document ? stepStanding(document, aws.now()) : undefined;
  return {
    executionArn,
    outcome: outcomeOf(execution, entry, document),
    startedAt: startDate.toISOString(),
    ...(stopDate && { endedAt: stopDate.toISOString() }),
    targets: document ? document.targets.map(targetStanding) : (entry?.targets ?? []),
    ...(step && { step }),
    ...(document?.health && { health: healthOf(document) }),
    decisions: entry?.decisions ?? [],
  };
}

/** The end's name, `Running`, or AWS's own word where it was cut short and is not completed yet. */
export function outcomeOf(
  { status, error }: { readonly status: string; readonly error?: string | undefined },
  entry: DeploymentEntry | undefined,
  document?: DeploymentDocument,
): string {
  if (status === 'RUNNING') return 'Running';
  const own = ENDS.find((end) => end === error);
  return entry?.recovered?.outcome ?? entry?.ended ?? own ?? document?.end?.name ?? status;
}

function targetStanding({ stateMachineArn, alias, found, candidate }: Target): TargetStanding {
  return {
    stateMachineArn,
    alias,
    ...(found?.kind === 'whole' && { stable: versionNumber(found.versionArn) }),
    ...(candidate && { candidate: versionNumber(candidate.versionArn) }),
  };
}

function healthOf({ health }: DeploymentDocument) {
  const { verdict, decision, reasons, reason } = health!;
  return { verdict, decision, reasons, ...(reason !== undefined && { reason }) };
}
