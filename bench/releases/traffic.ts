import type { Clock } from '../../local/clock.ts';
import type { Random } from '../../local/random.ts';
import type { Release } from './release.ts';

const OUTAGE_SECONDS = 300;
const OUTAGE_RATE = 0.5;

/** Which executions fail is a matter of their input: of both versions, of the candidate only, of neither. */
type Fails = 'always' | 'candidate' | 'never';

/** Fails what always fails. */
export const STABLE = definition({ Variable: '$.fails', StringEquals: 'always', Next: 'Fail' }, 'Succeed');
/** Fails everything but what never fails. */
export const CANDIDATE = definition({ Variable: '$.fails', StringEquals: 'never', Next: 'Succeed' }, 'Fail');

function definition(choice: object, otherwise: string): string {
  return JSON.stringify({
    StartAt: 'Which',
    States: {
      Which: { Type: 'Choice', Choices: [choice], Default: otherwise },
      Fail: { Type: 'Fail', Error: 'Defect' },
      Succeed: { Type: 'Succeed' },
    },
  });
}

export interface Traffic {
  stop(): void;
}

/**
 * Starts executions as many independent callers do, from now on and until it is stopped. Each start draws whether it fails, so that the same seed fails the same starts.
 * @param shiftedAt when the candidate was first given traffic, once it was
 * @param outageFrom seconds after that
 */
export function startTraffic(
  clock: Clock,
  release: Release,
  random: Random,
  { shiftedAt, outageFrom, start }: Hooks,
): Traffic {
  const { base, candidate, defectAfterSeconds = 0, outage, load } = release;
  const [times, inputs] = [random.stream('times'), random.stream('inputs')];
  let stopped = false;
  const failsNow = (): Fails => {
    const drawn = inputs.next();
    const shifted = shiftedAt();
    const since = shifted === undefined ? Number.NEGATIVE_INFINITY : (clock.now() - shifted) / 1000;
    const isOut = outage && since >= outageFrom && since < outageFrom + OUTAGE_SECONDS;
    if (drawn < (isOut ? Math.max(base, OUTAGE_RATE) : base)) return 'always';
    return drawn < candidate && since >= defectAfterSeconds ? 'candidate' : 'never';
  };
  let at = clock.now();
  const plan = (): void => {
    at -= (1000 * Math.log(1 - times.next())) / load.perSecond;
    clock.schedule(Math.round(at), run, { daemon: true });
  };
  const run = (): void => {
    if (stopped) return;
    start(`{"fails":"${failsNow()}"}`);
    plan();
  };
  plan();
  return {
    stop: () => {
      stopped = true;
    },
  };
}

interface Hooks {
  readonly shiftedAt: () => number | undefined;
  readonly outageFrom: number;
  readonly start: (input: string) => void;
}

/** When an outage begins: anywhere on the planned way to 100 percent, so that it is over before that where the way is long enough. */
export function outageStart(shiftingSeconds: number, random: Random): number {
  return random.next() * Math.max(0, shiftingSeconds - OUTAGE_SECONDS);
}
