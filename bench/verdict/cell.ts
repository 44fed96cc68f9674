import { seededRandom } from '../../local/random.ts';
import type { Rule } from '../peers/rules/rule.ts';
import { deployHeld } from './held-deployment.ts';
import type { HeldRule } from './rules.ts';
import { type Schedule, weightAt } from './schedule.ts';
import { type Feed, METRICS, type Traffic, traffic, type World } from './traffic.ts';

/** One kind of deployment, to be simulated many times. */
export interface Cell {
  readonly name: string;
  readonly schedule: Schedule;
  readonly perSecond: number;
  readonly stableRate: number;
  readonly candidateRate: number;
  /** Five minutes in which half of the executions of both versions fail, over before 100 % where the schedule is that long. */
  readonly incident?: true;
  readonly feed?: Feed;
}

/** What a rule came to in a cell. */
export interface Tally {
  readonly deployments: number;
  /** Because the candidate was judged unhealthy. */
  readonly rolledBack: number;
  /** Ended, and rolled back, without a verdict. */
  readonly inconclusive: number;
  /** The candidate's starts before it was rolled back or the watch ended, times what it fails more often than stable; its mean and the mean's standard error. */
  readonly excess: number;
  readonly excessError: number;
  /** From the first shift to the roll-back, of those rolled back; NaN where there were none. */
  readonly minutes: number;
}

const INCIDENT_SECONDS = 300;
const INCIDENT_RATE = 0.5;

interface Outcome {
  readonly rolledBackAt: number | undefined;
  readonly inconclusive?: boolean;
  readonly candidateStarts: number;
}

/** Simulates a cell: each deployment's traffic is the same for all rules that keep to the schedule. */
export function simulate(cell: Cell, rules: readonly Rule[], deployments: number): ReadonlyMap<string, Tally> {
  const used = rules.filter(({ deploys }) => deploys?.(cell.schedule) ?? true);
  const outcomes = new Map<string, Outcome[]>(used.map(({ name }) => [name, []]));
  for (let i = 0; i < deployments; i++) {
    const seed = `${cell.name}/${i}`;
    const whole = wholeTraffic(cell, seed);
    for (const rule of used) {
      const rolledBackAt = rule.rollsBackAt(cell.schedule, whole);
      const candidateStarts = whole.candidateStarts(rolledBackAt ?? cell.schedule.endSeconds);
      outcomes.get(rule.name)!.push({ rolledBackAt, candidateStarts });
    }
  }
  return new Map([...outcomes].map(([name, all]) => [name, tally(all, cell)]));
}

/** The same cell where our judge may delay the schedule: its deployments have traffic of their own. */
export function simulateHeld(
  cell: Cell,
  { name, settings, gate }: HeldRule,
  deployments: number,
): readonly [string, Tally] {
  const outcomes = Array.from({ length: deployments }, (_, i) => {
    const flow = trafficOf(cell, `${cell.name}/${i}`);
    const { end, seconds } = deployHeld(cell.schedule, flow, settings, gate);
    const rolledBackAt = end === 'rolledBack' ? seconds : undefined;
    return { rolledBackAt, inconclusive: end === 'inconclusive', candidateStarts: flow.candidateStarts(seconds) };
  });
  return [name, tally(outcomes, cell)];
}

/** A deployment's world, from its first shift to the end of its final bake. */
function wholeTraffic(cell: Cell, seed: string): Traffic {
  const whole = trafficOf(cell, seed);
  while (whole.seconds() < cell.schedule.endSeconds) whole.pass(weightAt(cell.schedule, whole.seconds()));
  return whole;
}

function trafficOf(
  { perSecond, stableRate, candidateRate, incident, schedule, feed = METRICS }: Cell,
  seed: string,
): Traffic {
  const random = seededRandom(seed);
  const world: World = { perSecond, stableRate, candidateRate, feed };
  if (!incident) return traffic(world, random);
  const starts = Math.max(0, schedule.fullSeconds - INCIDENT_SECONDS) / feed.tickSeconds;
  const fromSeconds = random.stream('incident').integer(starts + 1) * feed.tickSeconds;
  return traffic(
    { ...world, incident: { fromSeconds, toSeconds: fromSeconds + INCIDENT_SECONDS, rate: INCIDENT_RATE } },
    random,
  );
}

function tally(outcomes: readonly Outcome[], { candidateRate, stableRate }: Cell): Tally {
  const excess = outcomes.map(({ candidateStarts }) => candidateStarts * (candidateRate - stableRate));
  const times = outcomes.flatMap(({ rolledBackAt }) => (rolledBackAt === undefined ? [] : [rolledBackAt]));
  const average = mean(excess);
  const variance = mean(excess.map((value) => (value - average) ** 2));
  return {
    deployments: outcomes.length,
    rolledBack: times.length,
    inconclusive: outcomes.filter(({ inconclusive }) => inconclusive).length,
    excess: average,
    excessError: Math.sqrt(variance / outcomes.length),
    minutes: mean(times) / 60,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
