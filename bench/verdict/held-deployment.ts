import type { Shift } from '../../workflow/bucket-weights.ts';
import type { CompareSettings, Comparison } from '../../workflow/compare-versions.ts';
import { judge } from './our-judge.ts';
import type { Schedule } from './schedule.ts';
import type { Traffic } from './traffic.ts';

/** How a deployment ended whose judge also decides when to go on. */
export interface HeldDeployment {
  readonly end: 'promoted' | 'rolledBack' | 'inconclusive';
  readonly seconds: number;
}

/**
 * When a step whose bake is over may end. `healthy`: when that is the verdict, and what is inconclusive for too long comes back. `settledAndQuiet`: without the minimum
 * of evidence that this takes.
 */
export type Gate = 'settledAndQuiet' | 'healthy';

const MAXIMUM_EXTENSION_SECONDS = 3600;
const LOG_NOT_QUIET = Math.log(3);

/** A whole deployment, its traffic generated as it goes: each look may keep the weight where it is. */
export function deployHeld(
  schedule: Schedule,
  traffic: Traffic,
  settings: CompareSettings,
  gate: Gate,
): HeldDeployment {
  const { pollSeconds } = traffic.feed;
  const { look } = judge(traffic, settings);
  const shifts: Shift[] = [];
  let heldSeconds = 0;
  for (const { weightPercent, bakeSeconds } of schedule.steps) {
    const began = traffic.seconds();
    shifts.push({ atSeconds: began, weight: weightPercent / 100 });
    for (;;) {
      passUntilPoll(traffic, weightPercent / 100);
      const seconds = traffic.seconds();
      const overtime = seconds - began - bakeSeconds;
      const comparison = look(seconds, shifts, heldSeconds);
      if (comparison.verdict === 'unhealthy') return { end: 'rolledBack', seconds };
      if (gate === 'healthy' && !comparison.canBecomeHealthy) return { end: 'inconclusive', seconds };
      if (overtime < 0) continue;
      if (gate === 'healthy' ? comparison.verdict === 'healthy' : mayGoOn(comparison, weightPercent, heldSeconds))
        break;
      if (gate === 'healthy' && overtime >= MAXIMUM_EXTENSION_SECONDS) return { end: 'inconclusive', seconds };
      if (gate === 'settledAndQuiet' || comparison.finding === 'notQuiet') heldSeconds += pollSeconds;
    }
  }
  return { end: 'promoted', seconds: traffic.seconds() };
}

function mayGoOn({ finding, numbers }: Comparison, weightPercent: number, heldSeconds: number): boolean {
  if (finding === 'settling') return false;
  return weightPercent === 100 || numbers.logEvidence < LOG_NOT_QUIET || heldSeconds >= MAXIMUM_EXTENSION_SECONDS;
}

function passUntilPoll(traffic: Traffic, weight: number): void {
  do traffic.pass(weight);
  while (traffic.seconds() % traffic.feed.pollSeconds !== 0);
}
