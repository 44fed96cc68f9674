import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions, LocalAws } from '../../stepshift-local.ts';
import type { Finding, Measurement, Skipped } from '../benchmark.ts';
import { fiveStatesAccount, fiveStatesInput } from '../five-states.ts';
import { heapInUse } from '../heap.ts';
import { peerExecution } from '../peer.ts';
import { perSecond, perSecondBeside } from '../rate.ts';

const EXECUTIONS = 10_000;
const AT_ONCE = 100;

/** How quickly state machines run. */
export async function executions(): Promise<readonly Finding[]> {
  return [...(await standard()), ...(await express()), ...(await besidePeer()), ...(await states())];
}

async function standard(): Promise<Measurement[]> {
  const before = await heapInUse();
  const { aws, stateMachineArn, finished } = await fiveStatesAccount();
  const sfn = new SFNClient(clientOptions(aws));
  const rate = await perSecond({ times: EXECUTIONS, atOnce: AT_ONCE }, () =>
    sfn.send(new StartExecutionCommand({ stateMachineArn, input: fiveStatesInput })),
  );
  await finished(EXECUTIONS);
  const kilobytes = (((await heapInUse(aws)) - before) * 1000) / EXECUTIONS;
  return [
    { name: 'STANDARD, through the SDK’s client', value: rate, unit: '/s', promise: { atLeast: 500 } },
    {
      name: 'STANDARD, memory of each that is kept, a tenth with history',
      value: kilobytes,
      unit: 'kB',
      promise: { atMost: 5 },
    },
  ];
}

/** Each is waited for, and its answer read. */
async function express(): Promise<Measurement[]> {
  const before = await heapInUse();
  const { aws, stateMachineArn, finished } = await fiveStatesAccount({ type: 'EXPRESS' });
  const sfn = new SFNClient(clientOptions(aws));
  const rate = await perSecond({ times: EXECUTIONS, atOnce: AT_ONCE }, () =>
    sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: fiveStatesInput })),
  );
  await finished(EXECUTIONS);
  const kilobytes = (((await heapInUse(aws)) - before) * 1000) / EXECUTIONS;
  return [
    { name: 'EXPRESS, synchronous, through the SDK’s client', value: rate, unit: '/s', promise: { atLeast: 300 } },
    { name: 'EXPRESS, memory of each that has ended', value: kilobytes, unit: 'kB', promise: { atMost: 0.5 } },
  ];
}

/** The peer has no clients, no API and no histories of AWS's: what is compared is ours without a client. */
async function besidePeer(): Promise<(Measurement | Skipped)[]> {
  const name = 'STANDARD, without a client, beside aws-local-stepfunctions';
  const { start } = await fiveStatesAccount();
  const load = { times: 3000, atOnce: AT_ONCE };
  const alone = (value: number): Measurement => ({
    name: 'STANDARD, without a client',
    value,
    unit: '/s',
    promise: { atLeast: 2000 },
  });
  const peer = await peerExecution(name);
  if ('skipped' in peer) return [alone(await perSecond(load, start)), peer];
  const { ours, other } = await perSecondBeside(load, start, peer);
  return [alone(ours), { name, value: ours / other, unit: '×', promise: { atLeast: 1 } }];
}

const CHAIN = 1000;

async function states(): Promise<Measurement[]> {
  const path = chainOf((Next) => ({ Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, ...Next }));
  const jsonata = chainOf((Next) => ({ Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, ...Next }));
  return [
    { name: 'states, JSONPath', value: await statesPerSecond(path), unit: '/s', promise: { atLeast: 20_000 } },
    {
      name: 'states, JSONata',
      value: await statesPerSecond({ QueryLanguage: 'JSONata', ...jsonata }),
      unit: '/s',
      promise: { atLeast: 5000 },
    },
  ];
}

/** A machine of many states, each after the other. */
function chainOf(state: (next: object) => object) {
  const States = Object.fromEntries(
    Array.from({ length: CHAIN }, (_, i) => [`S${i}`, state(i + 1 < CHAIN ? { Next: `S${i + 1}` } : { End: true })]),
  );
  return { StartAt: 'S0', States };
}

async function statesPerSecond(definition: object): Promise<number> {
  const aws = new LocalAws();
  const { CreateStateMachine, StartExecution, DescribeExecution } = aws.states.operations;
  const machine = {
    name: 'chain',
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::123456789012:role/any',
  };
  const { stateMachineArn } = await CreateStateMachine!(machine, aws.context);
  const one = async () => {
    const { executionArn } = await StartExecution!({ stateMachineArn, input: '{"n":0}' }, aws.context);
    await aws.clock.advanceBy(0);
    const { status, output } = await DescribeExecution!({ executionArn }, aws.context);
    if (output !== `{"n":${CHAIN}}`) throw new Error(`it ended ${status} with ${output}: nothing was measured`);
  };
  await perSecond({ times: 10, atOnce: 1 }, one);
  return CHAIN * (await perSecond({ times: 50, atOnce: 1 }, one));
}
