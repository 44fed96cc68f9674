import { type HistoryEvent, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { TaskName } from '../../workflow/definition.ts';
import { type Deployer, installDeployer } from '../installed-deployer.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { eventInWords, type ScheduledEvents, scheduleEvents } from './events.ts';
import { EXECUTION_NAME, followLife, type Life } from './life.ts';
import { type NewsTeller, newsTeller } from './news.ts';
import { nextCode } from './next-code.ts';
import { progressWatcher } from './progress-watcher.ts';
import type { RehearsalOptions } from './rehearsal.ts';
import type { World } from './world.ts';

/** A deployment that is over. */
interface Deployed {
  readonly executionArn: string;
  readonly deployer: Deployer;
  /** As much of its history as was read to tell of it, from the first event on. */
  readonly history: readonly HistoryEvent[];
}

/** The deployer of a rehearsal, and what is told of what it does. */
export interface Installed {
  readonly deployer: Deployer;
  readonly news: NewsTeller;
  /** Whoever wants to know when something is over: each is asked to look whenever something has happened. */
  readonly lives: Life[];
  /** Of a deployer that is deployed itself, and meanwhile does what others ask: waits until that is done, too, when nobody asks any more. */
  readonly finish?: () => Promise<void>;
}

/**
 * Installs the deployer; where the scenario brings an upgrade of it, with the functions of that.
 * @throws ScenarioFault for an upgrade whose code cannot be loaded
 */
export async function install(
  world: World,
  { file, machines }: Scenario,
  { onProgress, beforeTask }: Pick<RehearsalOptions, 'onProgress' | 'beforeTask'>,
): Promise<Installed> {
  const { aws, clients } = world;
  const upgrade = machines.find((machine) => machine.upgrade)?.upgrade;
  const next = upgrade && (await nextCode(upgrade, file));
  const news = newsTeller(world, onProgress);
  const progress = progressWatcher(news.tell);
  const lives: Life[] = [];
  const watchdogRan = async (): Promise<void> => {
    await news.tellRecovery(deployer.ledger);
    for (const life of lives) await life.look();
  };
  const before = async (task: TaskName, version: number): Promise<void> => {
    await progress.before(task, version);
    await beforeTask?.(task, aws, version);
  };
  const watcher = { ...progress, before, watchdogRan };
  const deployer = await installDeployer(aws, clients, { watcher, ...(next && { next }) });
  if (!upgrade) return { deployer, news, lives };
  const asked = { isMore: true };
  const work = followLife(world, deployer, { belongs: () => true, isMoreToCome: () => asked.isMore });
  lives.push(work);
  const finish = async (): Promise<void> => {
    asked.isMore = false;
    await work.look();
    await world.pass(work.over);
  };
  return { deployer, news, lives, finish };
}

/** Starts the deployer with the request as it is, lets the scenario's events happen, and waits until all is over, recovery included. */
export async function deploy(
  world: World,
  scenario: Scenario,
  { deployer, news, lives, finish }: Installed,
): Promise<Deployed> {
  const scheduled: { events?: ScheduledEvents } = {};
  // Events may start other deployments, which are waited for; a deployer that is deployed itself has other work, which is not.
  const belongs = finish ? isRehearsed : () => true;
  const life = followLife(world, deployer, { belongs, isMoreToCome: () => (scheduled.events?.left() ?? 0) > 0 });
  lives.push(life);
  const executionArn = await start(world, scenario, deployer.aliasArn);
  news.follow(executionArn);
  scheduled.events = scheduleEvents(world, scenario, { executionArn, ledger: deployer.ledger }, async (event) => {
    await news.happens(eventInWords(event));
    await life.look();
  });
  await world.pass(life.over);
  await news.tell();
  return { executionArn, deployer, history: news.read() };
}

function isRehearsed(executionArn: string): boolean {
  return executionArn.endsWith(`:${EXECUTION_NAME}`);
}

/** Through the deployer's alias, as everybody should. */
async function start({ clients }: World, scenario: Scenario, stateMachineArn: string): Promise<string> {
  const input = JSON.stringify(scenario.request);
  try {
    const command = new StartExecutionCommand({ stateMachineArn, name: EXECUTION_NAME, input });
    return (await clients.sfn.send(command)).executionArn!;
  } catch (error) {
    throw new ScenarioFault(
      `${scenario.file}: request: found an input AWS refuses, expected one it accepts (${(error as Error).message})`,
    );
  }
}
