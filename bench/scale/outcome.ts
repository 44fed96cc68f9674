import type { Weathered } from './deploy-all.ts';
import { aliasArn, type Fleet, machineArn } from './fleet.ts';
import { isBad } from './storm.ts';

/** What became of a fleet, told by its aliases alone, so that it is the same for whoever deployed. */
export interface Outcome {
  /** Aliases that are not where they should be: a good candidate has not got everything, or a bad one has something. */
  readonly wrong: number;
  /** Of these, aliases that two versions share, and nobody will come back for. */
  readonly leftSplit: number;
  /** From the first start until the last deployment is over. */
  readonly minutes: number;
  /** The longest time that a bad candidate kept its traffic after its alarm, or where that came first after its shift; undefined where none came back. */
  readonly worstBackMinutes: number | undefined;
  /** Bad candidates that were never taken back. */
  readonly neverBack: number;
  /** Calls that AWS refused, for each deployment. */
  readonly throttled: number;
}

export function outcomeOf({ size, moves, calls }: Fleet, { alarms, beganAt, endedAt }: Weathered): Outcome {
  const backs: number[] = [];
  let [wrong, leftSplit, neverBack] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [stable, candidate] = [`${machineArn(i)}:1`, `${machineArn(i)}:2`];
    const made = moves.get(aliasArn(i)) ?? [];
    // Nobody may have moved it: then it is where the fleet put it.
    const isOn = made.length === 0 ? stable : made.at(-1)!.wholly;
    if (isOn === undefined) leftSplit++;
    if (isOn !== (isBad(i) ? stable : candidate)) wrong++;
    const shift = made.find(({ wholly }) => wholly !== stable);
    if (!isBad(i) || !shift) continue;
    const back = made.find(({ at, wholly }) => at >= shift.at && wholly === stable);
    if (back) backs.push(back.at - Math.max(alarms.get(i) ?? 0, shift.at));
    else neverBack++;
  }
  const throttled = [...calls.values()].reduce((sum, { refused }) => sum + refused, 0) / size;
  return {
    wrong,
    leftSplit,
    neverBack,
    minutes: (endedAt - beganAt) / 60_000,
    worstBackMinutes: backs.length === 0 ? undefined : Math.max(...backs) / 60_000,
    throttled,
  };
}
