/** How the candidate is given its traffic. */
export interface Shifts {
  readonly kind: 'linear' | 'canary' | 'allAtOnce';
  /** Of the first shift, and of each further one where it is linear. */
  readonly weightPercent: number;
  readonly intervalSeconds: number;
}

export interface Plan extends Shifts {
  readonly name: string;
  /** As our requests spell it. */
  readonly strategy: string;
}

export const LINEAR_10: Plan = {
  name: '10 % every 5 min',
  strategy: 'Linear10PercentEvery5Minutes',
  kind: 'linear',
  weightPercent: 10,
  intervalSeconds: 300,
};
export const CANARY_10: Plan = {
  name: '10 % for 10 min',
  strategy: 'Canary10Percent10Minutes',
  kind: 'canary',
  weightPercent: 10,
  intervalSeconds: 600,
};
/** Ours watches each weight for four minutes at least, as nothing can tell sooner. */
export const LINEAR_50: Plan = {
  name: '50 % for 2 min (ours 4)',
  strategy: 'Linear50PercentEvery2Minutes',
  kind: 'linear',
  weightPercent: 50,
  intervalSeconds: 120,
};
/** Ours watches 100 percent for the interval; there is nothing beside the candidate to compare it with. */
export const ALL_AT_ONCE: Plan = {
  name: 'all at once',
  strategy: 'AllAtOnce',
  kind: 'allAtOnce',
  weightPercent: 100,
  intervalSeconds: 300,
};
/** The gradual ones. */
export const PLANS = [LINEAR_10, CANARY_10, LINEAR_50];

/** The candidate's weights in percent, up to 100. */
export function weightsOf({ kind, weightPercent }: Shifts): readonly number[] {
  const below: number[] = [];
  for (let weight = weightPercent; weight < 100; weight += weightPercent) {
    below.push(weight);
    if (kind === 'canary') break;
  }
  return [...below, 100];
}

/** From the first shift to 100 percent, as planned. */
export function shiftingSeconds(plan: Shifts): number {
  return (weightsOf(plan).length - 1) * plan.intervalSeconds;
}

/** Starts through the alias, and for how long there are any before the deployment. */
export interface Load {
  readonly name: string;
  readonly perSecond: number;
  /** What comes before the warm-up, for ours alone: the peers know no past. A day, unless that would be too many executions to be run. */
  readonly historySeconds: number;
}

/** So long before the deployment all have the same traffic: alarms look back a quarter of an hour. */
export const WARM_UP_SECONDS = 1200;
const DAY_SECONDS = 86_400;

export const LOADS: readonly [Load, Load, Load] = [
  { name: '2/h', perSecond: 2 / 3600, historySeconds: DAY_SECONDS - WARM_UP_SECONDS },
  { name: '1/min', perSecond: 1 / 60, historySeconds: DAY_SECONDS - WARM_UP_SECONDS },
  { name: '5/s', perSecond: 5, historySeconds: 0 },
];

/** What is released, and into which traffic. */
export interface Release {
  readonly plan: Plan;
  readonly load: Load;
  /** Of stable's executions, and of the candidate's before its defect shows, so many fail: from 0 to 1. */
  readonly base: number;
  /** Of the candidate's executions so many fail; `base` where it is as good as stable. */
  readonly candidate: number;
  /** The defect shows so long after the first shift. */
  readonly defectAfterSeconds?: number;
  /** Five minutes on the way to 100 percent in which half of the executions of both versions fail. */
  readonly outage?: true;
  /** Default STANDARD. EXPRESS has no list of executions: metrics are all that tells. */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** When failures go off: a sum of so many or more in 300 s, counted under the alias (both versions together) or under the candidate's own version. */
export interface FailureAlarm {
  readonly counts: 'alias' | 'candidate';
  readonly threshold: number;
}

/** SAM's and composureCDK's example. */
export const ANY_FAILURE: FailureAlarm = { counts: 'alias', threshold: 1 };

/** The name of our deployer among the others. */
export const OURS = 'ours';

/** One deployment to be run; the same seed is the same traffic, whoever deploys. */
export interface Job {
  readonly release: Release;
  /** `OURS`, or a peer's name. */
  readonly deployer: string;
  readonly alarm?: FailureAlarm;
  /** An alarm about something else goes off at a random moment on the way to 100 percent. */
  readonly alarmGoesOff?: true;
  readonly seed: number;
}
