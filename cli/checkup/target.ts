import { targetName, versionNumber } from '../../workflow/arns.ts';
import type { FoundAlias, Target } from '../../workflow/document.ts';
import { ValidationError } from '../../workflow/errors.ts';
import type { TargetKey } from '../../workflow/ledger.ts';
import { planDeployment } from '../../workflow/plan.ts';
import type { DeploymentRequest } from '../../workflow/request.ts';
import type { Aws } from '../aws.ts';
import { preflight, refusalText } from '../preflight.ts';
import { checked, type Finding, good } from './finding.ts';

/** Can this be deployed? By the deployer's own tasks that look and change nothing, with this identity's permissions. */
export async function checkRequest(request: DeploymentRequest, aws: Aws): Promise<readonly Finding[]> {
  const planned = planDeployment(request);
  if (planned.kind === 'refused') throw new Error(`the plan was accepted before: ${JSON.stringify(planned.problems)}`);
  const { targets, alarms, obstacles, warnings } = await preflight(request, planned.plan, aws.ports);
  const locks = await Promise.all(targets.map((target) => checked(() => checkLock(target, aws))));
  const bad = await Promise.all(obstacles.map((error) => checked(() => told(error))));
  const isCompared = targets.some(({ past }) => past !== undefined);
  return [
    ...targets.map((target) => good(foundInWords(target))),
    ...locks.flat(),
    ...(alarms && alarms.watched.length > 0 ? [good(`alarms: ${alarms.watched.join(', ')}`)] : []),
    ...(isCompared ? [good('executions are counted: both versions can be compared')] : []),
    ...bad.flat(),
    ...[...planned.warnings, ...warnings].map((text) => ({ kind: 'warning', text }) as const),
  ];
}

async function told(error: Error): Promise<readonly Finding[]> {
  if (error instanceof ValidationError) return [{ kind: 'bad', text: refusalText(error) }];
  throw error;
}

function foundInWords({ type, found, ...target }: Target): string {
  return `${targetName(target)}: ${type}, ${aliasInWords(found)}`;
}

function aliasInWords(found: FoundAlias): string {
  if (found.kind === 'whole') return `its alias is wholly on version ${versionNumber(found.versionArn)}`;
  return found.kind === 'absent' ? 'it has no such alias yet: the first deployment makes it' : 'its alias is split';
}

async function checkLock(target: TargetKey, { ports }: Aws): Promise<readonly Finding[]> {
  const { owner } = (await ports.ledger.targets.read(target)).entry;
  if (!owner) return [];
  return [{ kind: 'warning', text: `${targetName(target)} is being deployed by ${owner.executionArn}` }];
}
