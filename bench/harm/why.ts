import { PEERS } from '../peers/peers.ts';
import type { Reason } from '../releases/compared.ts';
import { shiftingSeconds } from '../releases/release.ts';
import { type Cell, interval95, mean, type Results } from '../releases/results.ts';
import { refusedShare } from '../releases/tuned-alarm.ts';
import { OUR_WAY, type Way, WITH_THEIR_ALARM } from '../releases/ways.ts';
import { EXCESS, excessOf, MINUTES, MISSED } from './measures.ts';

/** Why peers cost fewer failures. */
export function whyCheaper(ours: Way, peers: readonly Way[], results: Results): Reason {
  return (cell, row) => {
    const better = ahead(peers, row);
    const told = better.filter((way) => canBeTold(cell, ours, way, results));
    const chance = better.filter((way) => !told.includes(way)).map(({ name }) => name);
    return sentence([
      ...priced(cell, told, results),
      ...(chance.length > 0 ? [`so few deployments cannot tell ours from ${chance.join(', ')}`] : []),
      ...(ours === WITH_THEIR_ALARM
        ? []
        : withTheirAlarm(EXCESS.value(results.of(cell, WITH_THEIR_ALARM)), row.ours, 'failures')),
      ...(ours === WITH_THEIR_ALARM || told.length === 0 ? [] : [patience(cell, missedBy(cell, ours, results))]),
    ]);
  };
}

/** Why peers promote no more bad candidates. */
export function whyFewerMissed(peers: readonly Way[], results: Results): Reason {
  return (cell, row) => {
    if (row.ours === 0) return 'neither promotes any: no fewer are possible';
    return sentence([...priced(cell, ahead(peers, row), results), patience(cell, row.ours)]);
  };
}

/** Why peers come back sooner. */
export function whySooner(peers: readonly Way[], results: Results): Reason {
  return (cell, row) =>
    sentence([
      ...priced(cell, ahead(peers, row), results),
      ...withTheirAlarm(MINUTES.value(results.of(cell, WITH_THEIR_ALARM)), row.ours, 'minutes'),
      patience(cell, missedBy(cell, OUR_WAY, results)),
    ]);
}

function missedBy(cell: Cell, way: Way, results: Results): number {
  return MISSED.value(results.of(cell, way)) ?? 0;
}

function sentence(parts: readonly string[]): string {
  return parts.join('; ');
}

function ahead(
  peers: readonly Way[],
  row: { readonly ours: number; readonly peers: readonly (number | null)[] },
): readonly Way[] {
  return peers.filter((_, i) => row.peers[i] !== null && row.peers[i]! <= row.ours);
}

function canBeTold(cell: Cell, ours: Way, theirs: Way, results: Results): boolean {
  const [own, other] = [ours, theirs].map((way) => excessOf(results.of(cell, way)));
  const noise = Math.hypot(...[own!, other!].map((values) => interval95(values) ?? Number.POSITIVE_INFINITY));
  return (mean(own!) ?? 0) - (mean(other!) ?? 0) > noise;
}

/** What each of them pays for being quick; and those who never told. */
function priced(cell: Cell, ways: readonly Way[], results: Results): readonly string[] {
  const blind = ways.filter((way) => missedBy(cell, way, results) === 100).map(({ name }) => name);
  const prices = ways
    .filter((way) => missedBy(cell, way, results) < 100)
    .map((way) => {
      const missed = missedBy(cell, way, results);
      const also = missed > 0 ? `, and promotes ${Math.round(missed)} % of these candidates` : '';
      return `${way.name} (refuses ${percent(refusedOf(cell, way))} of good releases while nothing is the matter${also})`;
    });
  return [
    ...(prices.length > 0 ? [`ahead by their alarms: ${prices.join(', ')}`] : []),
    ...(blind.length > 0
      ? [
          `${blind.join(', ')}: all of these candidates are promoted, and what they do later than ten minutes after that is not counted`,
        ]
      : []),
  ];
}

/** While nothing is the matter. */
function refusedOf({ release }: Cell, way: Way): number {
  const alarm = way.alarmFor(release);
  const peer = PEERS.find(({ name }) => name === way.deployer);
  return peer && alarm && alarm !== 'none' ? refusedShare(peer, release, alarm) : 0;
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}

/** Where the veto of the same alarm would make a difference. */
function withTheirAlarm(value: number | null, ours: number, unit: string): readonly string[] {
  if (value === null || value >= ours) return [];
  return [
    `ours comes to ${Number(value.toPrecision(2))} ${unit} in a request that names the documented alarm as a veto, and then refuses by it as they do`,
  ];
}

/**
 * What ours waits for, and the field that says so.
 * @param missed percent of these candidates that ours promoted
 */
function patience({ release: { candidate, plan, defectAfterSeconds = 0 } }: Cell, missed: number): string {
  if (plan.kind === 'allAtOnce')
    return 'all at once there is nothing to compare the candidate with: ours needs an alarm, or a first step below 100 %';
  if (missed > 0 && defectAfterSeconds >= shiftingSeconds(plan))
    return `the defect shows when a candidate that was on time has all the traffic, with nothing left to compare it with: ours promoted ${Math.round(missed)} %. A slower strategy or an alarm would tell`;
  if (candidate >= 0.5)
    return 'without an alarm ours waits for two or three failures of the candidate: one alone may be chance';
  return `by default ours excludes no candidates that fail less than half of all; "compare": {"minimumEffect": ${candidate}} makes it wait until ${100 * candidate} % can be told`;
}
