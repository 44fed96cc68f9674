import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { News } from '../../report/progress.ts';
import type { Observed } from '../../report/terminal.ts';
import { type AuditRecord, checksOf, movesOf } from '../../workflow/audit-record.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readRouting } from './alias-routing.ts';
import { installDeployer } from './deployer.ts';
import { progressWatcher } from './progress-watcher.ts';
import { readHistory, readRecord } from './read-record.ts';
import { putAlarms, type Stage, setUpMachine, uploadCandidate } from './set-up.ts';
import { startTraffic } from './traffic.ts';
import { openWorld, type World } from './world.ts';

export interface RehearsalOptions {
  /** Instead of the scenario's. */
  readonly seed?: number;
  /** Told what is new after each shift, after each change of verdict, and at the end. */
  readonly onProgress?: (news: News) => void;
  /** Changes local AWS by its API after the warm-up, before the deployer starts: for what no scenario can say. */
  readonly beforeDeployment?: (aws: LocalAws, stage: Stage) => Promise<void>;
}

export interface Rehearsal extends Observed {
  readonly record: AuditRecord;
  /** Virtual time from the beginning of the set-up to the end of the rehearsal. */
  readonly virtualSeconds: number;
}

/** The deployment's execution is called so in every rehearsal. */
const EXECUTION_NAME = 'rehearsal';

/**
 * Plays a scenario: the real deployer, over the real SDK clients, on local AWS and in virtual time. The same scenario and seed give the same
 * rehearsal, to the last byte.
 * @throws ScenarioFault for a scenario that cannot be set up, and when the machine has a Task state that nothing serves
 */
export async function rehearse(scenario: Scenario, options: RehearsalOptions = {}): Promise<Rehearsal> {
  const world = openWorld(scenario, options.seed ?? scenario.seed);
  const { aws, clients, tally } = world;
  const began = aws.clock.now();
  const stage = await setUpMachine(aws, clients, scenario);
  await putAlarms(aws, scenario);
  const { stateMachineArn, aliasArn } = stage;
  const traffic = startTraffic(aws.clock, scenario.traffic, (input) => world.start(aliasArn ?? stateMachineArn, input));
  await world.pass(sleep(aws.clock, scenario.traffic.warmUpSeconds * 1000));
  await uploadCandidate(clients, scenario, stage);
  await options.beforeDeployment?.(aws, stage);
  tally.begin();
  const executionArn = await deploy(world, scenario, options.onProgress);
  tally.end();
  await world.pass(sleep(aws.clock, scenario.afterSeconds * 1000));
  traffic.stop();
  return {
    record: await readRecord(clients, executionArn),
    alias: aliasArn === undefined ? [] : await readRouting(clients, aliasArn),
    executions: { stable: tally.of((version) => version === 1), candidate: tally.of((version) => version !== 1) },
    virtualSeconds: (aws.clock.now() - began) / 1000,
  };
}

/** Starts the deployer with the request as it is, and waits for its end. */
async function deploy(world: World, scenario: Scenario, onProgress: RehearsalOptions['onProgress']): Promise<string> {
  const { aws, clients } = world;
  const deployment: { executionArn?: string } = {};
  const tell = onProgress ? newsOf(world, deployment, onProgress) : async () => {};
  const stateMachineArn = await installDeployer(aws, clients, progressWatcher(tell));
  const input = JSON.stringify(scenario.request);
  const ended = world.nextEnd(stateMachineArn);
  try {
    const started = await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, name: EXECUTION_NAME, input }));
    deployment.executionArn = started.executionArn!;
  } catch (error) {
    throw new ScenarioFault(
      `${scenario.file}: request: found an input AWS refuses, expected one it accepts (${(error as Error).message})`,
    );
  }
  await world.pass(ended.then(tell));
  return deployment.executionArn;
}

/** Reads the deployment's history and tells what it has not told yet. Whoever fails at listening ends the rehearsal, not the deployer's task. */
function newsOf(
  { clients, fail }: World,
  deployment: { readonly executionArn?: string },
  onProgress: (news: News) => void,
): () => Promise<void> {
  let seen = 0;
  return async () => {
    const events = await readHistory(clients, deployment.executionArn!);
    const startedAt = events[0]!.timestamp!;
    const fresh = events.slice(seen);
    seen = events.length;
    try {
      onProgress({ moves: movesOf(fresh, startedAt), checks: checksOf(fresh, startedAt) });
    } catch (error) {
      fail(error as Error);
    }
  };
}
