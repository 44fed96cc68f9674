import { alarmOf, type Fleet } from './fleet.ts';

/** When the alarm of the bad ones went off, in milliseconds. */
export type AlarmTimes = ReadonlyMap<number, number>;

/** What all deployments of a storm have in common: two shifts, fifteen minutes each. */
export const WEIGHTS = [50, 100];
export const INTERVAL_SECONDS = 900;

/** Each third candidate is bad: the alarms of half of them go off while all others wait for their first shift, those of the rest as soon as all have had it. */
export const isBad = (i: number): boolean => i % 3 === 0;
const isBadAtOnce = (i: number): boolean => i % 6 === 0;
export const nameOf = (i: number): string => `d${i}`;

/** How far a deployment is: its alarm was found quiet; its first shift is made; nothing more comes of it. */
export type Stage = 'begun' | 'shifted' | 'ended';

export interface Storm {
  readonly alarms: AlarmTimes;
  /** To be told by whoever deploys, of each deployment by its name. */
  reached(name: string, stage: Stage): void;
}

/** The alarms of a storm: they go off by themselves, a second after the last deployment has come so far, or has ended without coming there. */
export function storm({ aws, size }: Fleet): Storm {
  const alarms = new Map<number, number>();
  const fire = (isChosen: (i: number) => boolean): void => {
    for (let i = 0; i < size; i++) {
      if (!isChosen(i)) continue;
      alarms.set(i, aws.clock.now());
      const alarm = { AlarmName: alarmOf(i), StateValue: 'ALARM', StateReason: 'the candidate is bad' };
      void aws.cloudwatch.operations.SetAlarmState!(alarm, aws.context);
    }
  };
  // An alarm that fires before a deployment has looked at it for the first time would refuse it.
  const all = [
    { stage: 'begun', there: new Set<string>(), followedBy: () => fire(isBadAtOnce) },
    { stage: 'shifted', there: new Set<string>(), followedBy: () => fire((i) => isBad(i) && !isBadAtOnce(i)) },
  ];
  return {
    alarms,
    reached(name, stage) {
      for (const one of all) {
        if ((stage !== 'ended' && one.stage !== stage) || one.there.has(name)) continue;
        one.there.add(name);
        if (one.there.size === size) aws.clock.schedule(aws.clock.now() + 1000, one.followedBy);
      }
    },
  };
}
