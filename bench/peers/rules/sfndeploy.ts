import type { Alarm } from './alarm.ts';
import { firstTime, type Rule } from './rule.ts';

/**
 * sfndeploy.py as it behaves: its `--alarm-polling` is read by nothing, and the interval stands in its place. So it looks once at each window, right after the shift
 * that begins it; a canary has one window, a linear deployment one more at 100 %.
 */
export function sfndeploy(alarm: Alarm): Rule {
  return {
    name: `sfndeploy ${alarm.name}`,
    rollsBackAt: ({ kind, shiftSeconds }, traffic) =>
      firstTime(kind === 'canary' ? shiftSeconds.slice(0, 1) : shiftSeconds, traffic, (seen) => alarm.isFiring(seen)),
  };
}
