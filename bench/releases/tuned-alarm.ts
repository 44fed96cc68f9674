import { seededRandom } from '../../local/random.ts';
import type { Peer } from '../peers/peer-client.ts';
import { poisson } from '../verdict/poisson.ts';
import { type FailureAlarm, type Plan, type Release, shiftingSeconds, weightsOf } from './release.ts';

type Circumstances = Pick<Release, 'plan' | 'load' | 'base'>;

const DEPLOYMENTS = 2000;
/** What a tuned alarm may refuse of good releases while nothing is the matter. */
const REFUSED_AT_MOST = 0.01;
/** An alarm with one period of five minutes looks back over three of them. */
const PERIODS = 3;
const PERIOD_MINUTES = 5;
/** Alarms are looked at so long after a full minute, and then see the minutes that ended a minute before and earlier. */
const TICK_SECONDS = 5;
const UNSEEN_MINUTES = 2;

/**
 * The lowest threshold with which a peer refuses at most one good release in a hundred while nothing is the matter: chosen for the one plan, load and base rate, with
 * knowledge of all of them, which nobody has. Found by simulating minutes of failures, and the alarm's own arithmetic and the peer's looks over them.
 */
export function tunedAlarm(peer: Peer, circumstances: Circumstances, counts: FailureAlarm['counts']): FailureAlarm {
  const highest = highestSums(peer, circumstances, counts);
  return { counts, threshold: highest[Math.floor(REFUSED_AT_MOST * DEPLOYMENTS)]! + 1 };
}

/** The share of good releases, from 0 to 1, that a peer refuses with an alarm while nothing is the matter. */
export function refusedShare(peer: Peer, circumstances: Circumstances, { counts, threshold }: FailureAlarm): number {
  const sums = highestSums(peer, circumstances, counts);
  return sums.filter((sum) => sum >= threshold).length / sums.length;
}

/** Many rows ask for the same. */
const KNOWN = new Map<string, readonly number[]>();

/** For each of many good releases the highest sum that the alarm compares with its threshold when the peer looks; the highest of all first. */
function highestSums(peer: Peer, given: Circumstances, counts: FailureAlarm['counts']): readonly number[] {
  const name = `${peer.name}/${given.plan.name}/${given.load.name}/${given.base}/${counts}`;
  const known = KNOWN.get(name) ?? simulatedSums(name, peer, given, counts).sort((a, b) => b - a);
  KNOWN.set(name, known);
  return known;
}

function simulatedSums(
  name: string,
  peer: Peer,
  { plan, load, base }: Circumstances,
  counts: FailureAlarm['counts'],
): number[] {
  const looks = peer.looksAt(plan);
  const before = PERIODS * PERIOD_MINUTES + 1;
  const minutes = before + Math.ceil(shiftingSeconds(plan) / 60) + 1;
  const perMinute = 60 * load.perSecond * base;
  const random = seededRandom(name);
  return Array.from({ length: DEPLOYMENTS }, () => {
    const beginSeconds = 60 * (before + random.next());
    const failed = Array.from({ length: minutes + 1 }, (_, minute) => {
      const share = counts === 'alias' ? 1 : weightIn(plan, 60 * minute - beginSeconds);
      return poisson(perMinute * share, random);
    });
    return Math.max(...looks.map((seconds) => comparedSum(failed, beginSeconds + seconds)));
  });
}

/** Rounded to percents, so that the tables of distributions stay few. */
function weightIn(plan: Plan, fromSeconds: number): number {
  const weightAt = (seconds: number) =>
    seconds < 0 ? 0 : (weightsOf(plan)[Math.floor(seconds / plan.intervalSeconds)] ?? 100);
  const [from, to] = [weightAt(fromSeconds), weightAt(fromSeconds + 60)];
  const rest = (((-fromSeconds % plan.intervalSeconds) + plan.intervalSeconds) % plan.intervalSeconds) / 60;
  const share = from === to ? 1 : Math.min(1, rest);
  return Math.round(share * from + (1 - share) * to) / 100;
}

/** As CloudWatch does: the newest five minutes that have any data decide; of the last two minutes nothing can be seen yet. */
export function comparedSum(failed: readonly number[], seconds: number): number {
  const tick = Math.floor((seconds - TICK_SECONDS) / 60);
  for (let period = 0; period < PERIODS; period++) {
    const end = tick - period * PERIOD_MINUTES;
    let sum = 0;
    for (let minute = end - PERIOD_MINUTES; minute < end && minute <= tick - UNSEEN_MINUTES; minute++)
      sum += failed[minute] ?? 0;
    if (sum > 0) return sum;
  }
  return 0;
}
