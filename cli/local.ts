import type { Clock } from '../local/clock.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { DEPLOYER_NAME } from '../workflow/installation.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { firstDeployment } from './first-deployment.ts';
import { launchers, stillThere } from './launchers.ts';
import { readMockConfig } from './mock-config.ts';
import { wholeNumber } from './numbers.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift local: serves local AWS over HTTP, on this machine only

Usage: stepshift local [OPTIONS]

Step Functions, CloudWatch and DynamoDB, in memory, for anything that speaks to AWS:
AWS_ENDPOINT_URL=http://127.0.0.1:4566, any region, made-up credentials. It ends on
SIGTERM and SIGINT, and when whoever started it is gone.

Options:
  --port N            the port to listen on; 0 for any free one (default: 4566)
  --clock KIND        real (default), or virtual: time jumps to whatever is due next while
                      an execution waits and nothing runs. From the first
                      POST /clock {"seconds": N} on it moves only so
  --seed N            what is drawn at random follows from it (default: 1)
  --account N         the account and the region that it stands in, as ARNs have them
  --region NAME       (default: 123456789012 in us-east-1)
  --mock-config FILE  answers for services, in the format of AWS Step Functions Local:
                      a start of ARN#TestCase picks one of the machine's test cases
  --lambda-endpoint URL
                      who runs the Lambda functions that machines call, by Lambda's Invoke:
                      sam local start-lambda, say
  --with-deployer     with the deployer installed: its state machine ${DEPLOYER_NAME}, its functions,
                      its watchdog and its ledger. Deploy by the other commands, with
                      --endpoint-url http://127.0.0.1:4566
  --keep-histories N  of how many finished executions of each machine the history is
                      kept (default: 1000)
  --json              one JSON object on stdout in place of the line below: endpoint, and
                      deployer (its ARN, or null)
  --help              this text
  --debug             when something goes wrong, its stack trace

The line "listening on http://127.0.0.1:PORT" on stdout says that it is ready.

Examples:
  stepshift local
  stepshift local --port 0 --clock virtual
  stepshift local --with-deployer --clock virtual
  curl -d '{"seconds": 60}' http://127.0.0.1:4566/clock

Exit codes:
  ${EXIT.ok}  it has served until it was to end
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage, or a port that is taken
`;

const DEFAULT_PORT = 4566;
const LARGEST_PORT = 65_535;
/** How often it is looked whether the parent is still there. */
const PARENT_CHECK_MILLIS = 500;

/** `stepshift local`. */
export const localCommand: Command = {
  name: 'local',
  summary: 'serves local AWS over HTTP, on this machine only',
  help: HELP,
  options: {
    port: { type: 'string' },
    clock: { type: 'string' },
    seed: { type: 'string' },
    account: { type: 'string' },
    region: { type: 'string' },
    'mock-config': { type: 'string' },
    'lambda-endpoint': { type: 'string' },
    'keep-histories': { type: 'string' },
    'with-deployer': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async ({ values, positionals }, screen) => {
    if (positionals.length > 0)
      throw new UsageFault(`stepshift local takes no arguments, but ${positionals.join(' ')} was given.`);
    const settings = readSettings(values);
    const ended = whenToEnd();
    const { server, deployer } = await started(settings, screen);
    const endpoint = `http://127.0.0.1:${server.port}`;
    screen.print(values.json ? `${JSON.stringify({ endpoint, deployer })}\n` : `listening on ${endpoint}\n`);
    if (deployer !== null) screen.note(`In another terminal:\n${firstDeployment(endpoint, process.env)}\n`);
    await ended;
    await server.close();
    return EXIT.ok;
  },
};

type Settings = ReturnType<typeof readSettings>;

/** @throws UsageFault for a value that does not fit */
function readSettings(values: Arguments['values']) {
  const mockConfig = values['mock-config'];
  return {
    port: wholeNumber('--port', values.port, { to: LARGEST_PORT }) ?? DEFAULT_PORT,
    clock: clockKind(values),
    withDeployer: values['with-deployer'] === true,
    account: {
      ...placeOf(values),
      seed: wholeNumber('--seed', values.seed) ?? 1,
      keptHistories: wholeNumber('--keep-histories', values['keep-histories']) ?? 1000,
      ...(mockConfig !== undefined && { mocks: readMockConfig(String(mockConfig)) }),
      ...lambdaEndpointOf(values),
    },
  };
}

async function started({ port, clock, withDeployer, account }: Settings, screen: Screen) {
  // Only now: help and wrong usage do not wait for it.
  const [{ LocalAws }, { RealClock }, { VirtualClock }, { serve }] = await Promise.all([
    import('../local/local-aws.ts'),
    import('../local/real-clock.ts'),
    import('../local/virtual-clock.ts'),
    import('../local/serve.ts'),
  ]);
  const aws = new LocalAws({
    ...account,
    clock: clock === 'virtual' ? new VirtualClock() : new RealClock({ keepsProcess: false }),
    onUnservedTask: ({ message }) => screen.note(`${message}\n`),
  });
  const deployer = withDeployer ? await install(aws, screen) : null;
  try {
    return { server: await serve(aws, port), deployer };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageFault(`--port: something listens on ${port} already; try --port 0 for any free one.`);
  }
}

async function install<C extends Clock>(aws: LocalAws<C>, screen: Screen): Promise<string> {
  const [{ installDeployer }, { localClients }] = await Promise.all([
    import('./installed-deployer.ts'),
    import('./local-clients.ts'),
  ]);
  const { stateMachineArn } = await installDeployer(aws, localClients(aws));
  screen.note(`deployer installed: ${stateMachineArn}\n`);
  return stateMachineArn;
}

/** What the values of `--account` and `--region` look like: both are parts of ARNs. */
const PLACE = {
  account: { form: /^\d{12}$/, expected: 'twelve digits' },
  region: { form: /^[a-z]{2}(?:-[a-z]+)+-\d$/, expected: 'the name of a region, such as eu-west-1' },
} as const;

function placeOf(values: Arguments['values']): { readonly account?: string; readonly region?: string } {
  const given = Object.entries(PLACE).flatMap(([name, { form, expected }]) => {
    const value = values[name];
    if (value === undefined) return [];
    if (form.test(String(value))) return [[name, value]];
    throw new UsageFault(`--${name}: found ${JSON.stringify(value)}, expected ${expected}.`);
  });
  return Object.fromEntries(given);
}

function lambdaEndpointOf(values: Arguments['values']): { readonly lambdaEndpoint?: string } {
  const given = values['lambda-endpoint'];
  if (given === undefined) return {};
  if (/^https?:/.test(String(given)) && URL.canParse(String(given))) return { lambdaEndpoint: String(given) };
  throw new UsageFault(
    `--lambda-endpoint: found ${JSON.stringify(given)}, expected a URL, such as http://127.0.0.1:3001.`,
  );
}

function clockKind({ clock = 'real' }: Arguments['values']): 'real' | 'virtual' {
  if (clock === 'real' || clock === 'virtual') return clock;
  throw new UsageFault(`--clock: found ${JSON.stringify(clock)}, expected real or virtual.`);
}

/** Resolves on SIGTERM, on SIGINT, and when whoever started this is gone. */
function whenToEnd(): Promise<void> {
  const chain = launchers();
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    const check = setInterval(() => {
      if (!stillThere(chain)) resolve();
    }, PARENT_CHECK_MILLIS);
    check.unref();
  });
}
