import type { EndName } from '../../../workflow/ends.ts';
import type { FaultWorld } from '../fault-world.ts';
import { causeViolations } from './causes.ts';
import { courseViolations } from './courses.ts';
import { decisionViolations } from './decisions.ts';
import { driftViolations } from './drift.ts';
import { changedEnd, endViolations } from './ends.ts';
import { finalViolations } from './final-state.ts';
import { pruneViolations } from './pruned.ts';
import { recordViolations } from './records.ts';
import { replayViolations } from './replays.ts';
import { standingViolations } from './standings.ts';
import { startViolations } from './starts.ts';
import { isRepeated } from './story.ts';
import { writeViolations } from './writes.ts';

export interface Expectations {
  /** The first deployment's end, where what goes wrong passes by itself. */
  readonly end?: EndName;
  /** No call fails and no reading is stale. */
  readonly faultless?: boolean;
}

/** What is wrong, in words; empty when every promise was kept. To be asked when the machine and the watchdog are done. */
export async function violations(
  world: FaultWorld,
  { end, faultless = false }: Expectations = {},
): Promise<readonly string[]> {
  const { ends } = world.witness;
  const executionArns = [...new Set(ends.map(({ owner }) => owner.executionArn))];
  return [
    ...changedEnd(world, end),
    ...ends
      .filter((ended) => !isRepeated(world, ended))
      .flatMap((ended) => [...endViolations(world, ended), ...causeViolations(world, ended)]),
    ...writeViolations(world),
    ...courseViolations(world),
    ...driftViolations(world, faultless),
    ...(await finalViolations(world)),
    ...(await startViolations(world)),
    ...(await replayViolations(world)),
    ...(await pruneViolations(world)),
    ...decisionViolations(world),
    ...standingViolations(world),
    ...executionArns.flatMap((arn) => recordViolations(world, arn)),
  ];
}
