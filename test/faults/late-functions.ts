import { type Case, type Outcome, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import type { Call, Fault } from './fault.ts';
import type { Invocation } from './invocation.ts';
import { type Stage, stageNamed } from './stage.ts';
import { stop } from './stops.ts';

const STAGE_NAMES = ['one good', 'three good', 'three bad', 'mixed bad'];
const SLOWLY: readonly Fault[] = ['forsakenBefore', 'forsakenAfter'];
/** The way back of the other aliases, or a recovery, takes longer than a function may be late. */
const THROTTLED_SECONDS = 60;

/**
 * A function that moves an alias is lost on the way, and slow. Either whoever is to do its work in its place is refused, so that the deployment turns back, while the
 * function still comes to its own alias, and the way back of the others takes its time. Or the execution is stopped, and another deployment recovers it, which takes its
 * time once it has closed what it recovers.
 */
export async function lateFunctions(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of STAGE_NAMES.map(stageNamed)) {
    const calls = await recordedCalls(stage);
    for (const { number, invocation, operation } of calls.filter(({ invocation: { functionName } }) =>
      moves(functionName),
    ))
      for (const fault of SLOWLY) {
        const name = `${stage.name}: ${invocation.functionName} is late at call ${number} ${operation}, ${fault}`;
        cases.push({ name, run: () => late(stage, number, fault) });
        cases.push({ name: `${name}, and overtaken by recovery`, run: () => overtaken(stage, number, fault) });
      }
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
      return call.at < backAt + THROTTLED_SECONDS * 1000 ? 'throttled' : undefined;
    },
  });
  return outcomeOf(await play(stage, world));
}

async function overtaken(stage: Stage, number: number, fault: Fault): Promise<Outcome> {
  let stoppedAt: number | undefined;
  const world = worldOf(stage, {
    faultOf: (call) => {
      if (call.number === number) {
        stoppedAt = call.at;
        queueMicrotask(() => void stop(world, world.witness.begun[0]!.owner.executionArn, 'another deployment begins'));
        return fault;
      }
      const isSlowed = stoppedAt !== undefined && call.at < stoppedAt + THROTTLED_SECONDS * 1000;
      return isSlowed && recovers(call) ? 'throttled' : undefined;
    },
  });
  return outcomeOf(await play(stage, world));
}

/** The first call of a recovery after it has closed a target. */
function recovers({ invocation: { functionName }, operation }: Call): boolean {
  return functionName === 'LockTargets' && operation === 'DescribeStateMachine';
}

function isInPlaceOf({ invocation: { functionName, aliasArn } }: Call, slow: Invocation): boolean {
  return functionName === slow.functionName && aliasArn === slow.aliasArn;
}
