import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions, serve } from '../stepshift-local.ts';
import type { Benchmark, Measurement } from './benchmark.ts';
import { clientOfNobody, serverOfNothing } from './do-nothing.ts';
import { fiveStatesAccount, fiveStatesInput } from './five-states.ts';
import { heapInUse } from './heap.ts';
import { perSecond, perSecondBeside } from './rate.ts';

/** How quickly local AWS answers, and what it keeps. Client and server share this process, as they share a laptop. */
export const localRequests: Benchmark = {
  name: 'local-requests',
  about:
    'starts of a five-state machine through the SDK’s clients, beside the same clients when nothing is done for them',
  run: async () => [...(await memory()), ...(await overHttp()), ...(await inProcess())],
};

/** What of the clients' own speed must be left. */
const PROMISED_PERCENT = 40;

async function overHttp(): Promise<Measurement[]> {
  const { aws, stateMachineArn } = await fiveStatesAccount();
  const local = await serve(aws, 0);
  const nothing = await serverOfNothing();
  const one = await beside('HTTP, 1 at once', 400, clientsOf(1, local), clientsOf(1, nothing), stateMachineArn);
  const many = await beside('HTTP, 100 at once', 1000, clientsOf(100, local), clientsOf(100, nothing), stateMachineArn);
  nothing.close();
  await local.close();
  return [...one, ...many];
}

function clientsOf(count: number, { port }: { readonly port: number }): SFNClient[] {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const options = { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials };
  return Array.from({ length: count }, () => new SFNClient(options));
}

async function inProcess(): Promise<Measurement[]> {
  const { aws, stateMachineArn } = await fiveStatesAccount();
  const findings: Measurement[] = [];
  for (const clients of [1, 100]) {
    const ours = Array.from({ length: clients }, () => new SFNClient(clientOptions(aws)));
    const other = Array.from({ length: clients }, () => clientOfNobody(aws));
    findings.push(...(await beside(`in-process, ${clients} at once`, 1000, ours, other, stateMachineArn)));
  }
  return findings;
}

async function beside(
  name: string,
  times: number,
  ours: readonly SFNClient[],
  other: readonly SFNClient[],
  stateMachineArn: string,
): Promise<Measurement[]> {
  const startBy = (clients: readonly SFNClient[]) => (worker: number) =>
    clients[worker]!.send(new StartExecutionCommand({ stateMachineArn, input: fiveStatesInput }));
  const rates = await perSecondBeside({ times, atOnce: ours.length }, startBy(ours), startBy(other));
  for (const client of [...ours, ...other]) client.destroy();
  const percent = (100 * rates.ours) / rates.other;
  return [
    { name, value: rates.ours, unit: '/s' },
    { name: `${name}, of the clients’ own speed`, value: percent, unit: '%', promise: { atLeast: PROMISED_PERCENT } },
  ];
}

/** Of 10,000 finished executions everything is there that is ever kept; 40,000 more must not show. */
async function memory(): Promise<Measurement[]> {
  const before = await heapInUse();
  const { aws, start, finished } = await fiveStatesAccount({ keptHistories: 100 });
  await perSecond({ times: 10_000, atOnce: 100 }, start);
  await finished(10_000);
  const early = await heapInUse(aws);
  await perSecond({ times: 40_000, atOnce: 100 }, start);
  await finished(50_000);
  const late = await heapInUse(aws);
  return [
    { name: 'heap before', value: before, unit: 'MB' },
    { name: 'heap after 10,000 finished executions', value: early, unit: 'MB' },
    { name: 'heap after 50,000 finished executions', value: late, unit: 'MB' },
    {
      name: 'heap after 50,000, of that after 10,000',
      value: (100 * late) / early,
      unit: '%',
      promise: { atMost: 110 },
    },
  ];
}
