import type { ComparedRow, Comparison } from '../benchmark.ts';
import { mediansInTurns } from '../in-turns.ts';
import { PROJECT, packageIn } from './installed.ts';
import { processTime } from './timed.ts';

/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9';

/** The least that can be written to ask AWS something. */
const SCRIPT = `import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
const client = new SFNClient({ region: 'us-east-1', endpoint: '${NOBODY}', credentials });
await client.send(new ListStateMachinesCommand({})).catch(() => {});`;

const NODE = ['-e', '0'];
const CDK = 'node_modules/aws-cdk/bin/cdk';
const NODE_ITSELF = 'Node’s own start is the first part of each: nothing that is written for it can be quicker';

const MORE_CLIENTS =
  'and beside the script it loads the ledger’s and CloudWatch’s clients and the deployments’ rules: what `list` does not ask could be loaded when it is';

interface Typed {
  readonly name: string;
  readonly ours: readonly string[];
  /** In the order of the peers. */
  readonly peers: readonly (readonly string[] | null)[];
  readonly atMost: number;
}

/** What is typed, and what comes before its first word: nothing of AWS's for help, the SDK for what asks AWS. */
const TYPED: readonly Typed[] = [
  { name: '--version', ours: ['--version'], peers: [NODE, [CDK, '--version'], null], atMost: 400 },
  { name: '--help', ours: ['--help'], peers: [NODE, [CDK, '--help'], null], atMost: 400 },
  {
    name: 'a first call of AWS, with nobody there',
    ours: ['list', '--endpoint-url', NOBODY],
    peers: [NODE, null, ['--no-warnings', '--input-type=module', '-e', SCRIPT]],
    atMost: 1500,
  },
];

export async function processes(installed: string, rounds: number): Promise<Comparison> {
  const bin = `${packageIn(installed)}/dist/cli/main.js`;
  const rows: ComparedRow[] = [];
  for (const { name, ours, peers, atMost } of TYPED) {
    const there = peers.filter((args) => args !== null);
    const ways = [processTime([bin, ...ours], installed), ...there.map((args) => processTime(args, PROJECT))];
    const [our, ...theirs] = await mediansInTurns(rounds, ways);
    const row = { name, ours: our!, peers: peers.map((args) => (args === null ? null : theirs.shift()!)) };
    rows.push({ ...row, promise: { atMost }, why: peers[2] ? `${NODE_ITSELF}; ${MORE_CLIENTS}` : NODE_ITSELF });
  }
  return {
    name: 'a whole process of the command',
    unit: 'ms',
    better: 'less',
    peers: ['node -e 0', 'cdk, asked the same', 'a script with @aws-sdk/client-sfn alone'],
    rows,
  };
}
