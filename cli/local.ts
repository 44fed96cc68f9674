import { type Arguments, type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { launchers, stillThere } from './launchers.ts';
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
  --keep-histories N  of how many finished executions of each machine the history is
                      kept (default: 1000)
  --help              this text

The line "listening on http://127.0.0.1:PORT" on stdout says that it is ready.

Examples:
  stepshift local
  stepshift local --port 0 --clock virtual
  curl -d '{"seconds": 60}' http://127.0.0.1:4566/clock
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
    'keep-histories': { type: 'string' },
  },
  run: async ({ values, positionals }, screen) => {
    if (positionals.length > 0)
      throw new UsageFault(`stepshift local takes no arguments, but ${positionals.join(' ')} was given.`);
    const port = wholeNumber('--port', values.port, LARGEST_PORT) ?? DEFAULT_PORT;
    const ended = whenToEnd();
    const server = await started(port, values, screen);
    screen.print(`listening on http://127.0.0.1:${server.port}\n`);
    await ended;
    await server.close();
    return EXIT.ok;
  },
};

async function started(port: number, values: Arguments['values'], screen: Screen) {
  // Only now: help and wrong usage do not wait for it.
  const [{ LocalAws }, { RealClock }, { VirtualClock }, { serve }] = await Promise.all([
    import('../local/local-aws.ts'),
    import('../local/real-clock.ts'),
    import('../local/virtual-clock.ts'),
    import('../local/serve.ts'),
  ]);
  const aws = new LocalAws({
    clock: clockKind(values) === 'virtual' ? new VirtualClock() : new RealClock({ keepsProcess: false }),
    seed: wholeNumber('--seed', values.seed) ?? 1,
    keptHistories: wholeNumber('--keep-histories', values['keep-histories']) ?? 1000,
    onUnservedTask: ({ message }) => screen.note(`${message}\n`),
  });
  try {
    return await serve(aws, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageFault(`--port: something listens on ${port} already; try --port 0 for any free one.`);
  }
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
