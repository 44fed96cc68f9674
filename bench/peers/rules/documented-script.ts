import type { Alarm } from './alarm.ts';
import { every, firstTime, type Rule } from './rule.ts';

const POLL_SECONDS = 60;

/** The canary script of the Step Functions documentation: looks, sleeps, and does not look again after the last sleep, nor at 100 %. */
export function documentedScript(alarm: Alarm): Rule {
  return {
    name: `script ${alarm.name}`,
    deploys: ({ steps }) => steps.length === 2,
    rollsBackAt: ({ fullSeconds }, traffic) =>
      firstTime(every(POLL_SECONDS, 0, fullSeconds - POLL_SECONDS), traffic, (seen) => alarm.isFiring(seen)),
  };
}
