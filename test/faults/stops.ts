import { type Case, type Outcome, outcomeOf, play, worldOf } from './case.ts';
import type { FaultWorld, WorldOptions } from './fault-world.ts';
import { WATCHDOG } from './invocation.ts';
import { PLAIN_STAGES, type Stage } from './stage.ts';

/** What happens after the execution was stopped. */
const AFTERWARDS = [
  'the watchdog is told',
  'its event is lost',
  'its event comes twice',
  'its event comes a day late',
  'redriven at once',
  'redriven behind the watchdog’s back',
  'redriven after the watchdog',
  'another deployment begins',
  'another begins, then redriven',
  'another ends, then redriven',
] as const;
type Afterwards = (typeof AFTERWARDS)[number];

const DAY = 86_400;
const OPTIONS: Partial<Record<Afterwards, Partial<WorldOptions>>> = {
  'its event is lost': { eventFaults: { loss: 1 } },
  'its event comes twice': { eventFaults: { duplicate: 1 } },
  'its event comes a day late': { eventFaults: { delaySeconds: { min: DAY, max: DAY } } },
  // It looks at 46 s, at 60 s again, and is told the same, though the execution runs again.
  'redriven behind the watchdog’s back': {
    faultOf: ({ operation }) => (operation === 'DescribeExecution' ? 'stale' : undefined),
  },
};

/** The execution stopped at each single event of its history, and whatever may come after that. */
export async function stops(stages: readonly Stage[] = PLAIN_STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages)
    for (let event = 1, events = await countEvents(stage); event <= events; event++)
      for (const afterwards of AFTERWARDS)
        cases.push({
          name: `${stage.name}: stopped at event ${event}, ${afterwards}`,
          run: () => stopAtEvent(stage, event, afterwards),
        });
  return cases;
}

/** How many events the history of a stage's deployment has. */
export async function countEvents(stage: Stage): Promise<number> {
  let events = 0;
  await play(stage, worldOf(stage, { onHistoryEvent: (arn) => void (arn.endsWith(':d1') && events++) }));
  return events;
}

async function stopAtEvent(stage: Stage, event: number, afterwards: Afterwards): Promise<Outcome> {
  let seen = 0;
  const onHistoryEvent = (arn: string): void => {
    // The state that writes an event has not finished its turn; a stop from outside comes between turns.
    if (arn.endsWith(':d1') && ++seen === event) queueMicrotask(() => void stop(world, arn, afterwards));
  };
  const world = worldOf(stage, { ...OPTIONS[afterwards], onHistoryEvent });
  await play(stage, world);
  return goOn(world, afterwards);
}

/** Stops it, and goes on at once; a stop that comes too late is none. */
export async function stop(world: FaultWorld, executionArn: string, afterwards: Afterwards): Promise<void> {
  await world.call('states', 'StopExecution', { executionArn }).catch(() => {});
  if (afterwards === 'redriven at once') await redrive(world, executionArn);
  if (afterwards === 'redriven behind the watchdog’s back') {
    world.later(50, () => redrive(world, executionArn));
    world.later(60, () => world.aws.lambda.invoke(`stepshift-${WATCHDOG}`, '{}'));
  }
  if (!afterwards.startsWith('another') || afterwards === 'another ends, then redriven') return;
  await world.start('d2');
  if (afterwards === 'another begins, then redriven') world.later(20, () => redrive(world, executionArn));
}

/** What comes only when everything has come to rest. */
export async function goOn(world: FaultWorld, afterwards: Afterwards): Promise<Outcome> {
  const { executionArn } = world.witness.begun[0]!.owner;
  if (afterwards === 'another ends, then redriven') {
    await world.quietAlarm();
    await world.start('d2');
    await world.settle();
  }
  if (afterwards === 'another ends, then redriven' || afterwards === 'redriven after the watchdog') {
    await redrive(world, executionArn);
    await world.settle();
  }
  return outcomeOf(world);
}

/** What has ended well, or was never begun, cannot be redriven: that is AWS's to say. */
async function redrive(world: FaultWorld, executionArn: string): Promise<void> {
  await world.call('states', 'RedriveExecution', { executionArn }).catch(() => {});
}
