import { type Case, type Outcome, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import type { Call, Fault } from './fault.ts';
import type { Invocation } from './invocation.ts';
import { type Stage, stageNamed } from './stage.ts';

const STAGE_NAMES = ['one good', 'three good', 'three bad', 'mixed bad'];
const SLOWLY: readonly Fault[] = ['forsakenBefore', 'forsakenAfter'];
/** The way back of the other aliases takes longer than a function may be late. */
const OTHERS_THROTTLED_SECONDS = 60;

/**
 * A function that moves an alias is lost on the way, and slow; whoever is to do its work in its place is refused, so that the deployment turns back, while the
 * function still comes to its own alias; and the way back of the others takes its time.
 */
export async function lateFunctions(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of STAGE_NAMES.map(stageNamed)) {
    const calls = await recordedCalls(stage);
    for (const { number, invocation, operation } of calls.filter(({ invocation: { functionName } }) =>
      moves(functionName),
    ))
      for (const fault of SLOWLY)
        cases.push({
          name: `${stage.name}: ${invocation.functionName} is late at call ${number} ${operation}, ${fault}`,
          run: () => late(stage, number, fault),
        });
  }
  return cases;
}

function moves(functionName: string): boolean {
  return ['ShiftTraffic', 'Promote', 'ConfirmPromotion'].includes(functionName);
}

async function late(stage: Stage, number: number, fault: Fault): Promise<Outcome> {
  let slow: Invocation | undefined;
  let backAt: number | undefined;
  const world = worldOf(stage, {
    faultOf: (call) => {
      if (call.number === number) slow = call.invocation;
      if (!slow || call.invocation === slow) return call.number === number ? fault : undefined;
      if (isInPlaceOf(call, slow)) return 'refused';
      if (call.invocation.functionName !== 'RollBack' || call.invocation.aliasArn === slow.aliasArn) return undefined;
      backAt ??= call.at;
      return call.at < backAt + OTHERS_THROTTLED_SECONDS * 1000 ? 'throttled' : undefined;
    },
  });
  return outcomeOf(await play(stage, world));
}

function isInPlaceOf({ invocation: { functionName, aliasArn } }: Call, slow: Invocation): boolean {
  return functionName === slow.functionName && aliasArn === slow.aliasArn;
}
