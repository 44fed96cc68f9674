import { shiftingSeconds, weightsOf } from '../releases/release.ts';
import {
  every,
  firingOf,
  type Order,
  type Peer,
  POLL_SECONDS,
  publish,
  type Routing,
  readRouting,
  writeRouting,
} from './peer-client.ts';

/**
 * DeploymentPreference of AWS::StepFunctions::StateMachineAlias, as its handler's source has it
 * (aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions @3df87f8, statemachinealias, UpdateHandler):
 * - LINEAR and CANARY ask the alarms before the first shift, and then each time that the handler is called back, every 60 s (GRADUAL_DEPLOYMENT_HANDLER_DELAY_SECONDS);
 * - only ALARM counts: an alarm that is missing, or has no data, passes;
 * - each call compares the alias's routing with what was written last, and fails where it has drifted;
 * - the call that gives the candidate 100 % answers success: nothing is watched after it;
 * - ALL_AT_ONCE goes straight to 100 % and asks no alarm, although its documentation says so.
 * What is modelled kindly: calls take no time and are never late.
 */
export const CLOUDFORMATION: Peer = {
  name: 'CloudFormation',
  deploys: () => true,
  looksAt: (plan) => (plan.kind === 'allAtOnce' ? [] : every(POLL_SECONDS, shiftingSeconds(plan))),
  deploy: async (order) => {
    const before = await readRouting(order);
    const candidate = await publish(order);
    if (order.plan.kind === 'allAtOnce') {
      await writeRouting(order, [{ stateMachineVersionArn: candidate, weight: 100 }]);
      return 'promoted';
    }
    if (before.length !== 1 || (await firingOf(order)).length > 0) return 'refused';
    return shift(order, before[0]!.stateMachineVersionArn, candidate);
  },
};

async function shift(order: Order, stable: string, candidate: string): Promise<'rolledBack' | 'promoted'> {
  for (const weight of weightsOf(order.plan)) {
    const routing = routed(stable, candidate, weight);
    await writeRouting(order, routing);
    if (weight === 100) break;
    for (let waited = 0; waited < order.plan.intervalSeconds; waited += POLL_SECONDS) {
      await order.sleep(POLL_SECONDS);
      const found = await readRouting(order);
      if (!sameRouting(found, routing)) throw new Error(`the alias has drifted: ${JSON.stringify(found)}`);
      if ((await firingOf(order)).length === 0) continue;
      await writeRouting(order, [{ stateMachineVersionArn: stable, weight: 100 }]);
      return 'rolledBack';
    }
  }
  return 'promoted';
}

function routed(stable: string, candidate: string, weight: number): Routing {
  if (weight === 100) return [{ stateMachineVersionArn: candidate, weight }];
  return [
    { stateMachineVersionArn: stable, weight: 100 - weight },
    { stateMachineVersionArn: candidate, weight },
  ];
}

function sameRouting(one: Routing, other: Routing): boolean {
  const text = (routing: Routing) => JSON.stringify([...routing].sort((a, b) => a.weight - b.weight));
  return text(one) === text(other);
}
