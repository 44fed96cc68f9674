import type { Alarm } from './alarm.ts';
import { every, firstTime, type Rule } from './rule.ts';

const POLL_SECONDS = 60;

/** CloudFormation's DeploymentPreference: alarms are looked at each minute until the last shift, and never after it. */
export function cloudFormation(alarm: Alarm): Rule {
  return {
    name: `CloudFormation ${alarm.name}`,
    rollsBackAt: ({ fullSeconds }, traffic) =>
      firstTime(every(POLL_SECONDS, 0, fullSeconds), traffic, (seen) => alarm.isFiring(seen)),
  };
}
