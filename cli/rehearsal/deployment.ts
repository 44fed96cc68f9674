import { type HistoryEvent, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { TaskName } from '../../workflow/definition.ts';
import { type Deployer, installDeployer } from '../installed-deployer.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { eventInWords, type ScheduledEvents, scheduleEvents } from './events.ts';
import { EXECUTION_NAME, followLife, type Life } from './life.ts';
import { newsTeller } from './news.ts';
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

/** Starts the deployer with the request as it is, lets the scenario's events happen, and waits until all is over, recovery included. */
export async function deploy(
  world: World,
  scenario: Scenario,
  { onProgress, beforeTask }: Pick<RehearsalOptions, 'onProgress' | 'beforeTask'>,
): Promise<Deployed> {
  const { aws, clients } = world;
  const news = newsTeller(world, onProgress);
  const progress = progressWatcher(news.tell);
  const running: { life?: Life; events?: ScheduledEvents } = {};
  const watchdogRan = async (): Promise<void> => {
    await news.tellRecovery(deployer.ledger);
    await running.life?.look();
  };
  const before = async (task: TaskName, version: number): Promise<void> => {
    await progress.before(task, version);
    await beforeTask?.(task, aws, version);
  };
  const deployer = await installDeployer(aws, clients, { watcher: { ...progress, before, watchdogRan } });
  const life = followLife(world, deployer, () => running.events?.left() ?? 0);
  running.life = life;
  const executionArn = await start(world, scenario, deployer.aliasArn);
  news.follow(executionArn);
  running.events = scheduleEvents(world, scenario, { executionArn, ledger: deployer.ledger }, async (event) => {
    await news.happens(eventInWords(event));
    await life.look();
  });
  await world.pass(life.over);
  await news.tell();
  return { executionArn, deployer, history: news.read() };
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
