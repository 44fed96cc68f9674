import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { shiftingSeconds, weightsOf } from '../releases/release.ts';
import { every, firingOf, type Order, type Peer, publish, readRouting, writeRouting } from './peer-client.ts';

/**
 * `sfndeploy.py` (aws-samples/aws-stepfunctions-examples @88855b6, gradual-deploy), as it behaves:
 * - it refuses to begin unless all of its alarms are there and one version has the whole alias;
 * - `main()` builds `AlarmChecker(poll_interval=parsed_args.interval)`, and nothing reads `--alarm-polling`: of each interval the alarms are asked once, at its start,
 *   right after the shift, and then it sleeps for the interval;
 * - a canary has one interval before 100 % and none at it; a linear deployment has one more at 100 %, and so does one all at once;
 * - alarms that were firing already are found only after the first shift;
 * - a roll-back, and the end, leave both versions in the alias, one of them with weight 0.
 */
export const SFNDEPLOY: Peer = {
  name: 'sfndeploy.py',
  deploys: () => true,
  looksAt: (plan) => (plan.kind === 'canary' ? [0] : every(plan.intervalSeconds, shiftingSeconds(plan))),
  deploy: async (order) => {
    const { plan } = order;
    const full = (await readRouting(order)).filter(({ weight }) => weight === 100);
    if (full.length !== 1 || !(await areThere(order))) return 'refused';
    const stable = full[0]!.stateMachineVersionArn;
    const candidate = await publish(order);
    for (const weight of weightsOf(plan)) {
      await writeRouting(order, [
        { stateMachineVersionArn: stable, weight: 100 - weight },
        { stateMachineVersionArn: candidate, weight },
      ]);
      if (weight === 100 && plan.kind === 'canary') break;
      if ((await firingOf(order)).length > 0) {
        await writeRouting(order, [
          { stateMachineVersionArn: stable, weight: 100 },
          { stateMachineVersionArn: candidate, weight: 0 },
        ]);
        return 'rolledBack';
      }
      await order.sleep(plan.intervalSeconds);
    }
    return 'promoted';
  },
};

/** It asks without AlarmTypes, so that composite alarms are not there for it. */
async function areThere({ clients, alarms }: Order): Promise<boolean> {
  if (alarms.length === 0) return true;
  const { MetricAlarms = [] } = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [...alarms] }));
  return MetricAlarms.length === alarms.length;
}
