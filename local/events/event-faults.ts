import type { Random } from '../random.ts';

/** How EventBridge's best effort falls short. All optional: by default an event arrives once, a second later, in order. */
export interface EventFaults {
  /** The probability that an event is lost to all rules. Default 0. */
  readonly loss?: number;
  /** The probability that a target gets an event twice. Default 0. */
  readonly duplicate?: number;
  /** Each copy is drawn its own delay from this span, so that a wide one shuffles the events. Default: 1 second. */
  readonly delaySeconds?: { readonly min: number; readonly max: number };
}

/** What happens to the events, drawn from streams of their own. */
export interface Fate {
  /** Whether the next event is lost. */
  isLost(): boolean;
  /** When the copies of an event arrive at one target: milliseconds from now. */
  arrivals(): readonly number[];
}

/** @throws RangeError for a probability or a delay that is none */
export function fate(faults: EventFaults, random: Random): Fate {
  const { loss = 0, duplicate = 0, delaySeconds = { min: 1, max: 1 } } = faults;
  requireProbability('eventFaults.loss', loss);
  requireProbability('eventFaults.duplicate', duplicate);
  const { min, max } = delaySeconds;
  if (!(min >= 0 && max >= min && max < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`eventFaults.delaySeconds: found ${min} to ${max}, expected 0 <= min <= max`);
  }
  const losses = random.stream('losses');
  const duplicates = random.stream('duplicates');
  const delays = random.stream('delays');
  const arrival = (): number => Math.round((min + (max - min) * delays.next()) * 1000);
  return {
    isLost: () => losses.next() < loss,
    arrivals: () => (duplicates.next() < duplicate ? [arrival(), arrival()] : [arrival()]),
  };
}

/** @throws RangeError that names the setting */
export function requireProbability(setting: string, found: number): void {
  if (!(found >= 0 && found <= 1))
    throw new RangeError(`${setting}: found ${found}, expected a probability from 0 to 1`);
}
