import { alarmOf, type Fleet } from './fleet.ts';

/** When the alarm of the bad ones went off, in milliseconds. */
export type AlarmTimes = ReadonlyMap<number, number>;

/** What all deployments of a storm have in common: two shifts, fifteen minutes each. */
export const WEIGHTS = [50, 100];
export const INTERVAL_SECONDS = 900;

/** Each third candidate is bad. */
export const isBad = (i: number): boolean => i % 3 === 0;
export const nameOf = (i: number): string => `d${i}`;
export const numberOf = (name: string): number => Number(name.slice(1));

/** How far a deployment is: its alarm was found quiet; its first shift is made. */
export type Stage = 'begun' | 'shifted';

/** The alarms of half of the bad ones go off while they wait for their first shift; those of the rest after it, while they wait for the second one. */
const firesWhen = (i: number): Stage => (i % 6 === 0 ? 'begun' : 'shifted');

export interface Storm {
  readonly alarms: AlarmTimes;
  /** To be told by whoever deploys, of each deployment by its number. */
  reached(i: number, stage: Stage): void;
}

/** The alarms of a storm: each goes off by itself, a second after its deployment has come so far. */
export function storm({ aws }: Fleet): Storm {
  const alarms = new Map<number, number>();
  const fire = (i: number): void => {
    alarms.set(i, aws.clock.now());
    const alarm = { AlarmName: alarmOf(i), StateValue: 'ALARM', StateReason: 'the candidate is bad' };
    void aws.cloudwatch.operations.SetAlarmState!(alarm, aws.context);
  };
  const planned = new Set<number>();
  return {
    alarms,
    reached(i, stage) {
      if (!isBad(i) || stage !== firesWhen(i) || planned.has(i)) return;
      planned.add(i);
      aws.clock.schedule(aws.clock.now() + 1000, () => fire(i));
    },
  };
}
