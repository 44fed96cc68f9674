import { type Case, type Played, play, type Sabotage, STAGES, type Stage, violated } from './case.ts';
import type { WorldOptions } from './fault-world.ts';

/** What happens after the execution was stopped. */
const AFTERWARDS = [
  'the watchdog is told',
  'its event is lost',
  'its event comes twice',
  'its event comes a day late',
  'redriven at once',
  'redriven after the watchdog',
  'another deployment begins',
  'another begins, then redriven',
  'another ends, then redriven',
] as const;
type Afterwards = (typeof AFTERWARDS)[number];

const DAY = 86_400;
const EVENT_FAULTS: Partial<Record<Afterwards, WorldOptions['eventFaults']>> = {
  'its event is lost': { loss: 1 },
  'its event comes twice': { duplicate: 1 },
  'its event comes a day late': { delaySeconds: { min: DAY, max: DAY } },
};

/** The execution stopped at each single event of its history, and whatever may come after that. */
export async function stops(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  const counted = await Promise.all(stages.map(async (stage) => ({ stage, events: await countEvents(stage) })));
  return counted.flatMap(({ stage, events }) =>
    Array.from({ length: events }, (_, i) => i + 1).flatMap((event) =>
      AFTERWARDS.map((afterwards) => ({
        name: `${stage.name}: stopped at event ${event}, ${afterwards}`,
        run: (sabotage: Sabotage = {}) => stopAt(stage, event, afterwards, sabotage),
      })),
    ),
  );
}

async function countEvents(stage: Stage): Promise<number> {
  let events = 0;
  await play(stage, { onHistoryEvent: () => void events++ });
  return events;
}

async function stopAt(
  stage: Stage,
  event: number,
  afterwards: Afterwards,
  sabotage: Sabotage,
): Promise<readonly string[]> {
  let seen = 0;
  let played: Played | undefined;
  const eventFaults = EVENT_FAULTS[afterwards];
  const result = await play(
    stage,
    {
      ...sabotage,
      ...(eventFaults ? { eventFaults } : {}),
      onHistoryEvent: (arn) => {
        // The state that writes an event has not finished its turn; a stop from outside comes between turns.
        if (arn.endsWith(':d1') && ++seen === event)
          queueMicrotask(() => void stopped(played!, arn, afterwards).catch(() => {}));
      },
    },
    (begun) => {
      played = begun;
    },
  );
  if (afterwards === 'another ends, then redriven') {
    await result.world.call('cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue: 'OK', StateReason: 'quiet' });
    result.executions.push(await result.world.start('d2'));
    await result.world.settle();
    await redrive(result);
    await result.world.settle();
  }
  if (afterwards === 'redriven after the watchdog') {
    await redrive(result);
    await result.world.settle();
  }
  return violated(result, { eventsLost: afterwards === 'its event is lost' });
}

async function stopped(played: Played, executionArn: string, afterwards: Afterwards): Promise<void> {
  const { world, executions } = played;
  await world.call('states', 'StopExecution', { executionArn });
  if (afterwards === 'redriven at once') await redrive(played);
  if (!afterwards.startsWith('another') || afterwards === 'another ends, then redriven') return;
  executions.push(await world.start('d2'));
  if (afterwards === 'another begins, then redriven') world.later(20, () => redrive(played));
}

/** What has ended well, or was never begun, cannot be redriven: that is AWS's to say. */
async function redrive({ world, executions }: Played): Promise<void> {
  await world.call('states', 'RedriveExecution', { executionArn: executions[0] }).catch(() => {});
}
