import { sfndeployRun } from '../peers/sfndeploy-run.ts';
import type { Bill } from './bill.ts';
import { countCalls, NO_FUNCTION } from './counted-calls.ts';
import type { Release } from './release.ts';
import { ALARM, openTarget } from './target.ts';

/** Deploys a good release by sfndeploy.py on local AWS, and counts its calls: it is a process that has to live as long, wherever that is. */
export async function scriptDeployment({ seconds, steps }: Release): Promise<Pick<Bill, 'calls'>> {
  const { aws, stateMachineArn, aliasArn } = await openTarget();
  const counted = countCalls(aws);
  const weights = Array.from({ length: steps }, (_, i) => Math.round((100 * (i + 1)) / steps));
  const given = { stateMachineArn, aliasArn, alarms: [ALARM], weights, intervalSeconds: seconds / steps };
  const { end } = await aws.clock.runUntil(sfndeployRun(aws, given, { seed: 1 }));
  if (end !== 'deployed') throw new Error(`sfndeploy.py ended as ${end}: nothing was measured`);
  return { calls: counted.get(NO_FUNCTION)!.calls };
}
