import { boto3, isRetried } from '../peers/botocore.ts';
import { installPollLoop, POLL_SECONDS } from '../peers/poll-loop.ts';
import { SFNDEPLOY } from '../peers/sfndeploy.ts';
import { ENDED } from './courses.ts';
import { alarmOf, aliasArn, type Fleet, machineArn, patiently } from './fleet.ts';
import { INTERVAL_SECONDS, nameOf, numberOf, type Stage, type Storm, storm, WEIGHTS } from './storm.ts';

/** What came of a storm: when it began and when the last deployment was over, and when alarms went off. */
export interface Weathered {
  readonly alarms: Storm['alarms'];
  readonly beganAt: number;
  readonly endedAt: number;
  /** Of the deployments that are executions. */
  readonly executions: readonly string[];
}

/** Starts all deployments of a fleet within a second, and lets them come to their ends. */
export type DeployAll = (fleet: Fleet) => Promise<Weathered>;

/** Our deployer. */
export const deployByOurs: DeployAll = (fleet) =>
  byExecutions(fleet, fleet.deployer.stateMachineArn, { begun: 'PublishVersions', shifted: 'Bake' }, (i) => ({
    stateMachineArn: machineArn(i),
    alias: 'live',
    strategy: 'Linear50PercentEvery15Minutes',
    alarms: [alarmOf(i)],
  }));

/** The loop that looks each minute. */
export const deployByPollLoop: DeployAll = async (fleet) =>
  byExecutions(fleet, await installPollLoop(fleet.aws), { begun: 'ReadAlias', shifted: 'WaitAMinute' }, (i) => ({
    stateMachineArn: machineArn(i),
    aliasArn: aliasArn(i),
    alarms: [alarmOf(i)],
    weights: WEIGHTS,
    looksAStep: INTERVAL_SECONDS / POLL_SECONDS,
  }));

const PLAN = { kind: 'linear', weightPercent: WEIGHTS[0]!, intervalSeconds: INTERVAL_SECONDS } as const;

/** What a call of sfndeploy.py tells of how far it is. */
const STAGES: Readonly<Record<string, Stage>> = {
  PublishStateMachineVersion: 'begun',
  UpdateStateMachineAlias: 'shifted',
};

/** An exception that nothing catches ends it there, and the alias is left as it is. */
function unlessRefused(error: unknown): void {
  if (!isRetried(error)) throw error;
}

/** sfndeploy.py, each in a process of its own. */
export const deployBySfndeploy: DeployAll = async (fleet) => {
  const { aws, size } = fleet;
  const beganAt = aws.clock.now();
  const { alarms, reached } = storm(fleet);
  const runs = Array.from({ length: size }, async (_, i) => {
    const program = boto3(aws, i, (operation) => {
      const stage = STAGES[operation];
      if (stage) reached(i, stage);
    });
    const target = { stateMachineArn: machineArn(i), aliasArn: aliasArn(i), alarms: [alarmOf(i)] };
    await SFNDEPLOY.deploy({ ...program, ...target, plan: PLAN }).catch(unlessRefused);
    return aws.clock.now();
  });
  const endedAt = Math.max(...(await aws.clock.runUntil(Promise.all(runs))));
  return { alarms, beganAt, endedAt, executions: [] };
};

async function byExecutions(
  fleet: Fleet,
  stateMachineArn: string,
  stages: Readonly<Record<'begun' | 'shifted', string>>,
  inputOf: (i: number) => object,
): Promise<Weathered> {
  const { aws, size } = fleet;
  const beganAt = aws.clock.now();
  let endedAt = beganAt;
  const { alarms, reached } = storm(fleet);
  fleet.onState = (name, state) => {
    if (state === stages.begun) reached(numberOf(name), 'begun');
    if (state === stages.shifted) reached(numberOf(name), 'shifted');
    if (state === ENDED) endedAt = aws.clock.now();
  };
  const executions: string[] = [];
  for (let i = 0; i < size; i++) {
    const start = { stateMachineArn, name: nameOf(i), input: JSON.stringify(inputOf(i)) };
    executions.push((await patiently(aws, 'states', 'StartExecution', start)).executionArn);
  }
  await aws.clock.runUntilIdle();
  return { alarms, beganAt, endedAt, executions };
}
