import { type Case, type Outcome, outcomeOf, play, worldOf } from './case.ts';
import { named } from './fault.ts';
import { WATCHDOG } from './invocation.ts';
import { STAGES, type Stage } from './stage.ts';

/** What Lambda answers: something that passes, and is tried again; something that is for good. */
const ERRORS = ['Lambda.Unknown', 'Lambda.ResourceNotFoundException'] as const;

/** Each function of the deployer is gone, from each single time on that it is to run; the others, and AWS, go on as ever. */
export async function brokenFunctions(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages)
    for (const [name, times] of await timesRun(stage))
      for (let from = 1; from <= Math.min(times, MOST); from++)
        for (const error of ERRORS)
          cases.push({
            name: `${stage.name}: ${name} fails with ${error} from its run ${from} on`,
            run: () => broken(stage, name, from, error),
          });
  return cases;
}

/** One more like the ones before tells nothing. */
const MOST = 8;

async function timesRun(stage: Stage): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  const brokenBy = (name: string): undefined => void times.set(name, (times.get(name) ?? 0) + 1);
  await play(stage, worldOf(stage, { brokenBy }));
  times.delete(WATCHDOG);
  return times;
}

async function broken(stage: Stage, name: string, from: number, error: string): Promise<Outcome> {
  let times = 0;
  const world = worldOf(stage, {
    brokenBy: (functionName) => {
      if (functionName !== name || ++times < from) return undefined;
      world.witness.count('broken functions');
      return named(error, 500);
    },
  });
  return outcomeOf(await play(stage, world));
}
