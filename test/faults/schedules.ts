import fc from 'fast-check';
import { type Case, type Played, play, type Sabotage, STAGES, type Stage, usualEnd, violated } from './case.ts';
import { FAULTS, type Fault, mayBeStale } from './fault.ts';
import { aliasArnOf, machineArn } from './fault-world.ts';

/** Many things at once. */
interface Schedule {
  readonly stage: Stage;
  /** Which calls fail, and how. */
  readonly faults: Readonly<Record<number, Fault>>;
  readonly lagSeconds: number;
  /** A second deployment of the same targets begins then; -1: none. */
  readonly secondAt: number;
  readonly stopAt: number;
  readonly redriveAt: number;
  /** Somebody else moves the first alias then; -1: nobody. */
  readonly driftAt: number;
  readonly driftTo: 'stable' | 'candidate' | 'split' | 'gone' | 'half';
  readonly eventLoss: number;
  readonly seed: number;
}

const at = fc.oneof(
  { weight: 2, arbitrary: fc.constant(-1) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 700 }) },
);

const schedules: fc.Arbitrary<Schedule> = fc.record({
  stage: fc.constantFrom(...STAGES),
  faults: fc.dictionary(
    fc.nat(150).map(String),
    fc.constantFrom(...FAULTS.filter((fault) => fault !== 'notFound' && fault !== 'refused')),
    { maxKeys: 6 },
  ),
  lagSeconds: fc.constantFrom(0, 0, 5, 30, 60),
  secondAt: at,
  stopAt: at,
  redriveAt: at,
  driftAt: at,
  driftTo: fc.constantFrom('stable', 'candidate', 'split', 'gone', 'half'),
  eventLoss: fc.constantFrom(0, 0, 0.5, 1),
  seed: fc.nat(1_000_000),
});

/** So many random schedules; the same number gives the same ones. */
export function randomSchedules(count: number, seed = 4711): readonly Case[] {
  return fc.sample(schedules, { numRuns: count, seed }).map((schedule, i) => ({
    name: `schedule ${i}: ${JSON.stringify({ ...schedule, stage: schedule.stage.name })}`,
    run: (sabotage: Sabotage = {}) => runSchedule(schedule, sabotage),
  }));
}

async function runSchedule(schedule: Schedule, sabotage: Sabotage): Promise<readonly string[]> {
  const { stage, faults, lagSeconds, eventLoss, seed, driftAt } = schedule;
  const played = await play(
    stage,
    {
      ...sabotage,
      seed,
      eventFaults: { loss: eventLoss },
      ...(lagSeconds > 0 ? { consistency: { lagSeconds } } : {}),
      faultOf: (call) => {
        const fault = faults[call.number];
        return fault === 'stale' && !mayBeStale(call) ? undefined : fault;
      },
    },
    (begun) => arrange(schedule, begun),
  );
  const quiet =
    Object.keys(faults).length === 0 &&
    driftAt < 0 &&
    schedule.stopAt < 0 &&
    schedule.secondAt < 0 &&
    schedule.redriveAt < 0;
  return violated(played, {
    drift: driftAt >= 0,
    eventsLost: eventLoss > 0,
    ...(quiet ? { expected: usualEnd(stage) } : {}),
  });
}

function arrange(
  { secondAt, stopAt, redriveAt, driftAt, driftTo, stage }: Schedule,
  { world, executions }: Played,
): void {
  const executionArn = executions[0]!;
  if (stage.aliases && driftAt < 0) for (let at = 1; at < 700; at += 17) world.later(at, () => start(world, stage, at));
  if (secondAt >= 0) world.later(secondAt, async () => void executions.push(await world.start('d2')));
  if (stopAt >= 0) world.later(stopAt, () => world.call('states', 'StopExecution', { executionArn }));
  if (redriveAt >= 0) world.later(redriveAt, () => world.call('states', 'RedriveExecution', { executionArn }));
  if (driftAt >= 0) world.later(driftAt, () => drift(world, stage.machines[0]!, driftTo));
}

async function drift(world: Played['world'], machine: string, to: Schedule['driftTo']): Promise<void> {
  const stateMachineAliasArn = aliasArnOf(machine);
  if (to === 'gone') return void (await world.call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn }));
  const route = (version: number, weight: number) => ({
    stateMachineVersionArn: `${machineArn(machine)}:${version}`,
    weight,
  });
  const routes = {
    stable: [route(1, 100)],
    candidate: [route(2, 100)],
    split: [route(1, 77), route(2, 23)],
    half: [route(1, 50), route(2, 50)],
  };
  await world.call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration: routes[to] });
}

/** Starts go on during everything, and none fails because of us. */
async function start(world: Played['world'], { machines }: Stage, at: number): Promise<void> {
  const stateMachineArn = aliasArnOf(machines[at % machines.length]!);
  await world
    .call('states', 'StartExecution', { stateMachineArn, name: `s${at}`, input: '{}' })
    .catch((error: Error) => world.violations.push(`START FAILED: ${error.message}`));
}
