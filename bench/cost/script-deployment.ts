import { boto3 } from '../peers/botocore.ts';
import { SFNDEPLOY } from '../peers/sfndeploy.ts';
import type { Bill } from './bill.ts';
import { countCalls, NO_FUNCTION } from './counted-calls.ts';
import type { Release } from './release.ts';
import { ALARM, openTarget } from './target.ts';

/** Deploys a good release by sfndeploy.py on local AWS, and counts its calls: it is a process that has to live as long, wherever that is. */
export async function scriptDeployment({ seconds, steps }: Release): Promise<Pick<Bill, 'calls'>> {
  const { aws, stateMachineArn, aliasArn } = await openTarget();
  const counted = countCalls(aws);
  const plan = { kind: 'linear', weightPercent: 100 / steps, intervalSeconds: seconds / steps } as const;
  const order = { ...boto3(aws, 1), stateMachineArn, aliasArn, alarms: [ALARM], plan };
  const end = await aws.clock.runUntil(SFNDEPLOY.deploy(order));
  if (end !== 'promoted') throw new Error(`sfndeploy.py ended as ${end}: nothing was measured`);
  return { calls: counted.get(NO_FUNCTION)!.calls };
}
