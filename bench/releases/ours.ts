import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { installDeployer } from '../../cli/installed-deployer.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import type { PeerEnd } from '../peers/peer-client.ts';
import type { Release } from './release.ts';
import type { Stage } from './stage.ts';

/** How the deployer ended, and the exact reason of an end that is not `Succeeded`. */
export interface OurEnd {
  readonly end: PeerEnd;
  readonly reason?: string;
}

const ENDS: Readonly<Record<string, PeerEnd>> = { ValidationError: 'refused', RolledBack: 'rolledBack' };

/**
 * Where executions are few, a step may wait for its evidence: a day at one a minute, and two days at two an hour. There it looks every five minutes, in which there is no
 * execution as a rule.
 */
function patienceAt(perSecond: number) {
  if (perSecond < 1 / 600) return { maximumExtensionSeconds: 172_800, pollSeconds: 300 };
  return perSecond <= 1 / 60 ? { maximumExtensionSeconds: 86_400 } : {};
}

/** Installs the deployer and puts the release through it. */
export async function deployOurs(stage: Stage, { plan, load }: Release): Promise<OurEnd> {
  const { aws, clients, aliasArn, alarms } = stage;
  const deployer = await installDeployer(aws, clients);
  const [stateMachineArn, alias] = [stage.stateMachineArn, aliasArn.slice(stage.stateMachineArn.length + 1)];
  const request = { stateMachineArn, alias, strategy: plan.strategy, alarms, ...patienceAt(load.perSecond) };
  const ended = new Promise<StatusChange>((resolve) => {
    stage.listen((change) => {
      if (change.stateMachineArn === deployer.stateMachineArn && change.status !== 'RUNNING') resolve(change);
    });
  });
  const start = { stateMachineArn: deployer.stateMachineArn, input: JSON.stringify(request) };
  await clients.sfn.send(new StartExecutionCommand(start));
  const { status, error = '', cause = '{}' } = await ended;
  if (status === 'SUCCEEDED') return { end: 'promoted' };
  const end = ENDS[error];
  if (!end) throw new Error(`the deployment ended as ${status}, ${error} (${cause}): nothing was measured`);
  return { end, reason: JSON.parse(cause).reason };
}
