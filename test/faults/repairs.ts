import { type Case, type Outcome, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import { carryOut } from './invariants/repair.ts';
import { causeOf, endName } from './invariants/story.ts';
import { type Stage, stageNamed } from './stage.ts';

const STAGE_NAMES = ['one bad', 'one new bad', 'three bad', 'three good', 'mixed bad', 'new in use, bad'];
const OUTAGE_SECONDS = 7200;
/** A person is so quick, or comes when all is over. */
const LATER_SECONDS = [10, 9000] as const;

/** A service is out so long that something is left to do, and a person does it, word for word as the deployer tells. */
export async function repairs(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of STAGE_NAMES.map(stageNamed)) {
    const calls = await recordedCalls(stage);
    for (const service of ['states', 'ledger'])
      for (const { number, invocation } of calls.filter((call) => call.service === service))
        for (const seconds of LATER_SECONDS)
          cases.push({
            name: `${stage.name}: ${service} out from call ${number} of ${invocation.functionName}, repaired ${seconds} s after the end`,
            run: () => repaired(stage, service, number, seconds),
          });
  }
  return cases;
}

async function repaired(stage: Stage, service: string, from: number, seconds: number): Promise<Outcome> {
  let until: number | undefined;
  const repair = async (): Promise<void> => {
    for (const ended of world.witness.ends)
      for (const command of endName(ended) === 'CriticalError' ? causeOf(ended)!.repair : [])
        await carryOut(command, world);
  };
  const world = worldOf(stage, {
    faultOf: (call) => {
      if (call.number === from) until = call.at + OUTAGE_SECONDS * 1000;
      return until !== undefined && call.at < until && call.service === service ? 'failsBefore' : undefined;
    },
    onHistoryEvent: (_, { type }) => {
      if (type === 'ExecutionFailed') world.later(seconds, repair);
    },
  });
  return outcomeOf(await play(stage, world));
}
