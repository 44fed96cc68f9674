import { handler as InspectAlarms } from '../../tasks/inspect-alarms.ts';
import { handler as InspectTarget } from '../../tasks/inspect-target.ts';
import { handler as PlanDeployment } from '../../tasks/plan-deployment.ts';
import { versionNumber } from '../../workflow/arns.ts';
import type { DeploymentDocument, FoundAlias, Target } from '../../workflow/document.ts';
import type { TargetKey } from '../../workflow/ledger.ts';
import type { DeploymentRequest } from '../../workflow/request.ts';
import type { Aws } from '../aws.ts';
import { targetText } from '../machines.ts';
import { checked, type Finding, good } from './finding.ts';

/** Can this be deployed? By the deployer's own tasks that look and change nothing, with this identity's permissions. */
export async function checkRequest(request: DeploymentRequest, aws: Aws): Promise<readonly Finding[]> {
  const targets: Target[] = [];
  const findings: Finding[] = [];
  for (const target of request.targets) {
    const found = await checked(async () => {
      const inspected = await InspectTarget.core({ target, request }, aws.ports);
      targets.push(inspected);
      return [good(foundInWords(inspected)), ...(await checkLock(target, aws))];
    });
    findings.push(...found);
  }
  const together = await checked(() => checkTogether({ request, targets }, aws));
  return [...findings, ...together];
}

function foundInWords({ type, found, ...target }: Target): string {
  return `${targetText(target)}: ${type}, ${aliasInWords(found)}`;
}

function aliasInWords(found: FoundAlias): string {
  if (found.kind === 'whole') return `its alias is wholly on version ${versionNumber(found.versionArn)}`;
  return found.kind === 'absent' ? 'it has no such alias yet: the first deployment makes it' : 'its alias is split';
}

async function checkLock(target: TargetKey, { ports }: Aws): Promise<readonly Finding[]> {
  const { owner } = (await ports.ledger.targets.read(target)).entry;
  if (!owner) return [];
  return [{ kind: 'warning', text: `${targetText(target)} is being deployed by ${owner.executionArn}` }];
}

/** Alarms, and what the plan says to what was found: callers that pass by the alias, too little traffic, executions longer than a bake. */
async function checkTogether(
  { request, targets }: Pick<DeploymentDocument, 'request' | 'targets'>,
  { ports, now }: Aws,
): Promise<readonly Finding[]> {
  const execution = { arn: '', name: '', startedAt: now().toISOString() };
  const document: DeploymentDocument = { execution, request, targets: targets.map(withCandidate) };
  const alarms = await InspectAlarms.core({ document }, ports);
  const quiet = alarms.watched.length === 0 ? [] : [good(`alarms: ${alarms.watched.join(', ')}`)];
  if (targets.length < request.targets.length) return quiet;
  const { warnings } = await PlanDeployment.core({ document: { ...document, alarms } }, ports);
  const counted = targets.every(({ past }) => past === undefined)
    ? []
    : [good('executions are counted: both versions can be compared')];
  return [...quiet, ...counted, ...warnings.map((text) => ({ kind: 'warning', text }) as const)];
}

/** As if its next version had been published. */
function withCandidate(target: Target): Target {
  const number = target.found.kind === 'whole' ? versionNumber(target.found.versionArn) + 1 : 1;
  return { ...target, candidate: { versionArn: `${target.stateMachineArn}:${number}` } };
}
