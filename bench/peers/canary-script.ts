import { weightsOf } from '../releases/release.ts';
import { every, firingOf, type Peer, POLL_SECONDS, publish, readRouting, writeRouting } from './peer-client.ts';

/**
 * `sfn-canary-deploy.sh` of the Step Functions Developer Guide (version-rolling-deployment), with `alarm_polling_interval=60` as it is given there:
 * - it refuses to begin unless one version has the whole alias;
 * - it shifts `canary_percentage`, and then, as often as the polling interval goes into `canary_interval_seconds`, asks the alarms and sleeps for a polling interval;
 * - after the last sleep it does not ask again, and gives the candidate 100 %; nothing is watched there.
 * It knows canaries only: any plan of two weights.
 */
export const CANARY_SCRIPT: Peer = {
  name: 'sfn-canary-deploy.sh',
  deploys: (plan) => weightsOf(plan).length === 2,
  looksAt: ({ intervalSeconds }) => every(POLL_SECONDS, intervalSeconds - POLL_SECONDS),
  deploy: async (order) => {
    const { plan } = order;
    const before = await readRouting(order);
    if (before.length !== 1) return 'refused';
    const stable = before[0]!.stateMachineVersionArn;
    const candidate = await publish(order);
    await writeRouting(order, [
      { stateMachineVersionArn: candidate, weight: plan.weightPercent },
      { stateMachineVersionArn: stable, weight: 100 - plan.weightPercent },
    ]);
    for (let looks = Math.floor(plan.intervalSeconds / POLL_SECONDS); looks > 0; looks--) {
      if ((await firingOf(order)).length > 0) {
        await writeRouting(order, [{ stateMachineVersionArn: stable, weight: 100 }]);
        return 'rolledBack';
      }
      await order.sleep(POLL_SECONDS);
    }
    await writeRouting(order, [{ stateMachineVersionArn: candidate, weight: 100 }]);
    return 'promoted';
  },
};
