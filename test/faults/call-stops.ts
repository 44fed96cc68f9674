import { type Case, type Outcome, play, recordedCalls, worldOf } from './case.ts';
import type { Fault } from './fault.ts';
import { PLAIN_STAGES, type Stage } from './stage.ts';
import { goOn, stop } from './stops.ts';

/** What becomes of the function that makes the call: it goes on at once, dies with it, or is slow, and goes on 40 seconds later. */
const FUNCTIONS: readonly (Fault | undefined)[] = [undefined, 'killedBefore', 'forsakenBefore', 'forsakenAfter'];
/** What becomes of a write beside that: nobody hears of it for a minute. */
const LATE: readonly Fault[] = ['takesEffectLate'];

const AFTERWARDS = ['the watchdog is told', 'redriven at once', 'another deployment begins'] as const;

/** The execution stopped in the midst of a function: at each single call that it makes. */
export async function callStops(stages: readonly Stage[] = PLAIN_STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages) {
    for (const { number, service, operation, invocation } of await recordedCalls(stage))
      for (const fault of mayBeLate(operation) ? [...FUNCTIONS, ...LATE] : FUNCTIONS)
        for (const afterwards of AFTERWARDS)
          if (invocation.functionName !== 'RecoverDeployment')
            cases.push({
              name: `${stage.name}: stopped at call ${number} ${service}.${operation} ${fault ?? 'which goes on'}, ${afterwards}`,
              run: () => stopAtCall(stage, number, fault, afterwards),
            });
  }
  return cases;
}

function mayBeLate(operation: string): boolean {
  return /^(Create|Update|Delete|Publish)|\.write$/.test(operation);
}

async function stopAtCall(
  stage: Stage,
  at: number,
  fault: Fault | undefined,
  afterwards: (typeof AFTERWARDS)[number],
): Promise<Outcome> {
  const world = worldOf(stage, {
    faultOf: ({ number }) => {
      if (number !== at) return undefined;
      queueMicrotask(() => void stop(world, world.witness.begun[0]!.owner.executionArn, afterwards));
      return fault;
    },
  });
  await play(stage, world);
  return goOn(world, afterwards);
}
