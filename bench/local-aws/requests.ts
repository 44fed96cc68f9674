import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientOptions, serve } from '../../stepshift-local.ts';
import type { ComparedRow, Finding, Measurement } from '../benchmark.ts';
import { clientOfNobody, serverOfNothing } from '../do-nothing.ts';
import { fiveStatesAccount, fiveStatesInput } from '../five-states.ts';
import { heapInUse } from '../heap.ts';
import { perSecond, perSecondBeside } from '../rate.ts';

/** What of the clients' own speed must be left. */
const PROMISED_PERCENT = 40;
const WHY = 'nothing is quicker than doing nothing; what counts is how much of the clients’ own speed is left';

/** How quickly local AWS answers. */
export async function requests(): Promise<readonly Finding[]> {
  const rows = [...(await overHttp()), ...(await inProcess())];
  return [
    {
      name: 'starts of executions through the SDK’s clients',
      unit: '/s',
      better: 'more',
      peers: ['answered without doing anything'],
      rows,
    },
    ...rows.map(({ name, ours, peers: [other] }) => ({
      name: `${name}: of the clients’ own speed`,
      value: (100 * ours) / other!,
      unit: '%',
      promise: { atLeast: PROMISED_PERCENT },
    })),
  ];
}

async function overHttp(): Promise<ComparedRow[]> {
  const { aws, stateMachineArn } = await fiveStatesAccount();
  const local = await serve(aws, 0);
  const nothing = await serverOfNothing();
  const one = await beside('HTTP, 1 at once', 400, clientsOf(1, local), clientsOf(1, nothing), stateMachineArn);
  const many = await beside('HTTP, 100 at once', 1000, clientsOf(100, local), clientsOf(100, nothing), stateMachineArn);
  nothing.close();
  await local.close();
  return [one, many];
}

function clientsOf(count: number, { port }: { readonly port: number }): SFNClient[] {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const options = { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials };
  return Array.from({ length: count }, () => new SFNClient(options));
}

async function inProcess(): Promise<ComparedRow[]> {
  const { aws, stateMachineArn } = await fiveStatesAccount();
  const rows: ComparedRow[] = [];
  for (const clients of [1, 100]) {
    const ours = Array.from({ length: clients }, () => new SFNClient(clientOptions(aws)));
    const other = Array.from({ length: clients }, () => clientOfNobody(aws));
    rows.push(await beside(`in-process, ${clients} at once`, 1000, ours, other, stateMachineArn));
  }
  return rows;
}

async function beside(
  name: string,
  times: number,
  ours: readonly SFNClient[],
  other: readonly SFNClient[],
  stateMachineArn: string,
): Promise<ComparedRow> {
  const startBy = (clients: readonly SFNClient[]) => (worker: number) =>
    clients[worker]!.send(new StartExecutionCommand({ stateMachineArn, input: fiveStatesInput }));
  const rates = await perSecondBeside({ times, atOnce: ours.length }, startBy(ours), startBy(other));
  for (const client of [...ours, ...other]) client.destroy();
  return { name, ours: rates.ours, peers: [rates.other], why: WHY };
}

/** Of 10,000 finished executions everything is there that is ever kept; 40,000 more must not show. */
export async function memory(): Promise<Measurement[]> {
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
