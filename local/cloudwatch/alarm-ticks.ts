import type { Clock, EpochMillis, Timer } from '../clock.ts';
import { floorTo, MINUTE } from './metric-series.ts';

/** When in its minute, or its ten seconds, an alarm is looked at: AWS does not do it on the stroke either. */
const OFFSET_MILLIS = 5000;
const SHORT_STEP = 10_000;

export interface AlarmTicks {
  /** To be called whenever alarms were put or deleted. */
  reschedule(): void;
}

/**
 * Looks at alarms every minute, and every ten seconds at those with periods shorter than a minute. Without alarms nothing ticks.
 * The ticks are daemons of the clock: they go on while something else lets time pass.
 */
export function alarmTicks(
  clock: Clock,
  watched: { readonly shortest: () => number | undefined; readonly tick: (everyAlarm: boolean) => void },
): AlarmTicks {
  let next: { readonly at: EpochMillis; readonly timer: Timer } | undefined;

  const reschedule = (): void => {
    const period = watched.shortest();
    const at = period === undefined ? undefined : followingTick(clock.now(), period < 60 ? SHORT_STEP : MINUTE);
    if (at === next?.at) return;
    next?.timer.cancel();
    next = at === undefined ? undefined : { at, timer: clock.schedule(at, () => run(at), { daemon: true }) };
  };
  const run = (at: EpochMillis): void => {
    next = undefined;
    watched.tick(at === floorTo(MINUTE, at) + OFFSET_MILLIS);
    reschedule();
  };
  return { reschedule };
}

function followingTick(now: EpochMillis, step: number): EpochMillis {
  const tick = floorTo(step, now) + OFFSET_MILLIS;
  return tick > now ? tick : tick + step;
}
