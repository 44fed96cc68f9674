import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Random, seededRandom } from '../../local/random.ts';
import type { ObservedMachine } from '../../report/observed-machine.ts';
import type { News } from '../../report/progress.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { TaskName } from '../../workflow/definition.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Phase } from '../scenario/traffic.ts';
import { deploy, install } from './deployment.ts';
import { requireOperations } from './events.ts';
import { observe } from './observed.ts';
import { readRecord } from './read-record.ts';
import { requireServed } from './served.ts';
import { putAlarms, type Stage, setUpMachine, uploadCandidate } from './set-up.ts';
import { startTraffic } from './traffic.ts';
import { openWorld, type Weather, type World } from './world.ts';

export interface RehearsalOptions {
  /** Instead of the scenario's. */
  readonly seed?: number;
  /** Told what is new after each shift, after each change of verdict and each decision, when something happens, and at the end. */
  readonly onProgress?: (news: News) => void;
  /** Changes local AWS by its API after the warm-up, before the deployer starts: for what no scenario can say. */
  readonly beforeDeployment?: (aws: LocalAws, stages: Stages) => Promise<void>;
  /** Called before each call of one of the deployer's functions: for what is to happen at a point no clock tells, and with the function's version. What it throws, the function throws. */
  readonly beforeTask?: (task: TaskName, aws: LocalAws, version: number) => Promise<void>;
  /** How AWS falls short of being quick and reliable. Default: it does not. */
  readonly weather?: Weather;
}

type Stages = readonly [Stage, ...Stage[]];

export interface Rehearsal {
  readonly record: AuditRecord;
  /** In the scenario's order. */
  readonly machines: readonly [ObservedMachine, ...ObservedMachine[]];
  /** Virtual time from the beginning of the set-up to the end of the rehearsal. */
  readonly virtualSeconds: number;
}

/**
 * Plays a scenario: the real deployer, over the real SDK clients, on local AWS and in virtual time. The same scenario and seed give the same
 * rehearsal, to the last byte.
 * @throws ScenarioFault for a scenario that cannot be set up, and when a machine has a Task state that nothing serves
 */
export async function rehearse(scenario: Scenario, options: RehearsalOptions = {}): Promise<Rehearsal> {
  const seed = options.seed ?? scenario.seed;
  const world = openWorld(scenario, seed, options.weather);
  const { aws, clients } = world;
  const began = aws.clock.now();
  // What deploys itself is there from the beginning; else the deployer comes when all is set up for it.
  const itself = scenario.machines.some(({ upgrade }) => upgrade) && (await install(world, scenario, options));
  for (const machine of scenario.machines) requireServed(aws, machine);
  requireOperations(aws, scenario);
  const stages = await setUp(world, scenario);
  const traffic = await warmUp(world, stages, seededRandom(seed).stream('traffic'));
  for (const stage of stages) if (!stage.machine.released) await uploadCandidate(clients, stage);
  await options.beforeDeployment?.(aws, stages);
  const installed = itself || (await install(world, scenario, options));
  const { executionArn, deployer, history } = await deploy(world, scenario, installed);
  // What the deployer deploys has its traffic until the deployer has done all that it was asked for.
  await coolDown(
    world,
    traffic.filter(({ isRequests }) => isRequests),
  );
  await installed.finish?.();
  await coolDown(
    world,
    traffic.filter(({ isRequests }) => !isRequests),
  );
  const virtualSeconds = (aws.clock.now() - began) / 1000;
  // What lags behind is waited for, so that what is told is true.
  await world.pass(sleep(aws.clock, (options.weather?.consistency?.lagSeconds ?? 0) * 1000));
  const record = await readRecord(clients, deployer.ledger, executionArn, history);
  return { record, machines: await inOrder(stages, (stage) => observe(world, stage, record)), virtualSeconds };
}

async function setUp({ aws, clients }: World, scenario: Scenario): Promise<Stages> {
  const stages = await inOrder(scenario.machines, (machine) => setUpMachine(aws, clients, scenario, machine));
  await putAlarms(aws, scenario);
  return stages;
}

/** Lets traffic run before the deployment, each machine's as long as the scenario wants. */
async function warmUp(world: World, stages: Stages, random: Random): Promise<readonly RunningTraffic[]> {
  const { clock } = world.aws;
  const longest = Math.max(...stages.map(({ machine }) => machine.traffic.warmUpSeconds));
  const deployment = clock.now() + longest * 1000;
  // Before any traffic is planned: what is due at the very end of the warm-up belongs to the deployment.
  const warm = sleep(clock, longest * 1000);
  const traffic = stages.map((stage) => {
    const { name, traffic: given } = stage.machine;
    const running = given.phases.map((phase, index) => {
      const arn = startedArn(stage, phase);
      const start = (input: string): void => world.start(arn, input);
      return startTraffic(clock, phase, deployment, random.stream(`${name}/${index}`), start);
    });
    const stop = (): void => running.forEach((phase) => void phase.stop());
    return { stop, afterSeconds: given.afterSeconds, isRequests: stage.machine.upgrade !== undefined };
  });
  await world.pass(warm);
  return traffic;
}

/** Traffic goes through the request's alias, unless it says otherwise. */
function startedArn({ stateMachineArn, aliasArn }: Stage, { through }: Phase): string {
  return through === undefined ? (aliasArn ?? stateMachineArn) : `${stateMachineArn}:${through}`;
}

interface RunningTraffic {
  readonly stop: () => void;
  readonly afterSeconds: number;
  /** It starts the deployer. */
  readonly isRequests: boolean;
}

/** Lets traffic go on after the deployment, each machine's as long as the scenario wants. */
async function coolDown({ aws: { clock }, pass }: World, traffic: readonly RunningTraffic[]): Promise<void> {
  if (traffic.length === 0) return;
  for (const { stop, afterSeconds } of traffic) clock.schedule(clock.now() + afterSeconds * 1000, stop);
  await pass(sleep(clock, Math.max(...traffic.map(({ afterSeconds }) => afterSeconds)) * 1000));
}

/** One after the other, as what happens first must not be left to chance. */
async function inOrder<From, To>(
  [first, ...others]: readonly [From, ...From[]],
  make: (from: From) => Promise<To>,
): Promise<[To, ...To[]]> {
  const made: [To, ...To[]] = [await make(first)];
  for (const other of others) made.push(await make(other));
  return made;
}
