import { installDeployer } from '../../cli/installed-deployer.ts';
import { localClients } from '../../cli/local-clients.ts';
import type { Clock } from '../../local/clock.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import { VirtualClock } from '../../local/virtual-clock.ts';
import { fiveStates, fiveStatesInput } from '../five-states.ts';

/** What is lived through: fifteen seconds with half of the traffic, and as long with all of it. */
export const LIVED = 'a deployment of half a minute, two executions a second';
const STEPS = [50, 100].map((weight) => ({ weight, bakeSeconds: 15 }));
const MILLIS_BETWEEN_STARTS = 500;

/** What it took by the wall's clock. */
export interface Lived {
  readonly wallSeconds: number;
  readonly executions: number;
}

/** The same deployment in virtual time, and by the wall's clock: the same code, with another clock in it. */
export async function livedInVirtualTime(): Promise<Lived> {
  const clock = new VirtualClock();
  return lived(clock, (promise) => clock.runUntil(promise));
}

export async function livedInRealTime(): Promise<Lived> {
  return lived(new RealClock({ keepsProcess: true }), (promise) => promise);
}

/** @throws Error when the deployment did not succeed: then what was measured was something else */
async function lived<C extends Clock>(clock: C, pass: <T>(promise: Promise<T>) => Promise<T>): Promise<Lived> {
  let executions = 0;
  let end: (change: StatusChange) => void = () => {};
  const ended = new Promise<StatusChange>((resolve) => {
    end = resolve;
  });
  const aws = new LocalAws({
    clock,
    onStatusChange: (change) => {
      if (change.status === 'RUNNING') return;
      if (change.stateMachineAliasArn !== undefined) executions += 1;
      else end(change);
    },
  });
  const began = performance.now();
  const { stateMachineArn } = await installDeployer(aws, localClients(aws));
  const machine = await createMachine(aws);
  const stop = startTraffic(aws, `${machine}:live`);
  const input = {
    stateMachineArn: machine,
    alias: 'live',
    strategy: { steps: STEPS },
    compare: 'off',
    pollSeconds: 5,
  };
  await aws.states.operations.StartExecution!({ stateMachineArn, input: JSON.stringify(input) }, aws.context);
  const { status, cause } = await pass(ended);
  stop();
  if (status !== 'SUCCEEDED') throw new Error(`it ended as ${status}: ${cause}: nothing was measured`);
  return { wallSeconds: (performance.now() - began) / 1000, executions };
}

/** With an alias on its first version, and a second revision. */
async function createMachine<C extends Clock>({ states, context }: LocalAws<C>): Promise<string> {
  const { CreateStateMachine, CreateStateMachineAlias, UpdateStateMachine } = states.operations;
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const machine = { name: 'fives', definition: JSON.stringify(fiveStates), roleArn, publish: true };
  const { stateMachineArn, stateMachineVersionArn } = await CreateStateMachine!(machine, context);
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await CreateStateMachineAlias!({ name: 'live', routingConfiguration }, context);
  const definition = JSON.stringify({ ...fiveStates, Comment: 'next' });
  await UpdateStateMachine!({ stateMachineArn, definition }, context);
  return stateMachineArn;
}

function startTraffic<C extends Clock>(aws: LocalAws<C>, stateMachineArn: string): () => void {
  let timer = aws.clock.schedule(aws.clock.now(), start);
  function start(): void {
    timer = aws.clock.schedule(aws.clock.now() + MILLIS_BETWEEN_STARTS, start);
    void aws.states.operations.StartExecution!({ stateMachineArn, input: fiveStatesInput }, aws.context);
  }
  return () => timer.cancel();
}
