import { type Case, type Outcome, play, worldOf } from './case.ts';
import { type Call, FAULTS, type Fault, mayBeStale } from './fault.ts';
import type { FaultWorld } from './fault-world.ts';
import { stageNamed } from './stage.ts';
import { goOn, stop } from './stops.ts';

/** Where a deployment is stopped, for its recovery to go back, to take a new alias away, to go forward; and who recovers it. */
const STOPS = [
  { stage: 'one bad', functionName: 'CheckHealth', afterwards: 'another deployment begins' },
  { stage: 'one new bad', functionName: 'CheckHealth', afterwards: 'the watchdog is told' },
  { stage: 'one good', functionName: 'Promote', afterwards: 'the watchdog is told' },
] as const;
type Stopped = (typeof STOPS)[number];

/** The execution stopped midway, and each single call of its recovery suffers each thing that may happen to it. */
export async function faultedRecoveries(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stopped of STOPS) {
    const calls: Call[] = [];
    await recover(stopped, (call) => void calls.push(call));
    for (const [nth, call] of calls.entries())
      for (const fault of FAULTS.filter((one) => one !== 'stale' || mayBeStale(call)))
        cases.push({
          name: `${stopped.stage}: stopped in ${stopped.functionName}, and call ${nth} ${call.service}.${call.operation} of its recovery ${fault}`,
          run: () => {
            let seen = 0;
            return recover(stopped, () => (seen++ === nth ? fault : undefined));
          },
        });
  }
  return cases;
}

/** Plays it, with something happening to each call of whoever recovers. */
async function recover(
  { stage, functionName, afterwards }: Stopped,
  suffers: (call: Call) => Fault | undefined,
): Promise<Outcome> {
  let isStopped = false;
  const world: FaultWorld = worldOf(stageNamed(stage), {
    faultOf: (call) => {
      if (isStopped) return recovers(call) ? suffers(call) : undefined;
      if (call.invocation.functionName !== functionName) return undefined;
      isStopped = true;
      queueMicrotask(() => void stop(world, world.witness.begun[0]!.owner.executionArn, afterwards));
      return 'killedAfter';
    },
  });
  await play(stageNamed(stage), world);
  return goOn(world, afterwards);
}

function recovers({ invocation: { functionName } }: Call): boolean {
  return functionName === 'RecoverDeployment' || functionName === 'LockTargets';
}
