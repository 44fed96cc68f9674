import { type Arguments, type Command, readArguments, UsageFault, unknown } from './command.ts';
import { EXIT, exitCodesText } from './exit-codes.ts';
import { historyCommand } from './history.ts';
import { localCommand } from './local.ts';
import { planCommand } from './plan.ts';
import { recoverCommand } from './recover.ts';
import { rehearseCommand } from './rehearse.ts';
import { reportCommand } from './report.ts';
import { ScenarioFault } from './scenario/fault.ts';
import type { Screen } from './screen.ts';
import { packageVersion } from './version.ts';

const COMMANDS: readonly Command[] = [
  planCommand,
  rehearseCommand,
  reportCommand,
  historyCommand,
  recoverCommand,
  localCommand,
];

/** Options that every command has. */
const COMMON = { help: { type: 'boolean', short: 'h' }, debug: { type: 'boolean' } } as const;

/**
 * Runs one command line and answers its exit code. Whatever goes wrong is told in a sentence on `screen`;
 * a stack trace is shown only with `--debug`.
 */
export async function dispatch(argv: readonly string[], screen: Screen): Promise<number> {
  try {
    return await runCommand(argv, screen);
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    const text = argv.includes('--debug') ? (fault.stack ?? fault.message) : fault.message;
    if (fault instanceof ScenarioFault) {
      screen.note(`${text}\n`);
      return EXIT.usage;
    }
    if (fault instanceof UsageFault) {
      screen.note(`stepshift: ${text} See stepshift --help.\n`);
      return EXIT.usage;
    }
    screen.note(
      `stepshift: unexpected fault: ${text}${argv.includes('--debug') ? '' : ' (a stack trace is shown with --debug)'}\n`,
    );
    return EXIT.fault;
  }
}

async function runCommand(argv: readonly string[], screen: Screen): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    screen.note(generalHelp());
    return EXIT.usage;
  }
  if (name.startsWith('-')) return generalOption(argv, screen);
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) throw new UsageFault(unknown('command', name, commandNames()));
  const given: Arguments = readArguments(rest, { ...command.options, ...COMMON });
  if (given.values.help) {
    screen.print(command.help);
    return EXIT.ok;
  }
  return command.run(given, screen);
}

function generalOption(argv: readonly string[], screen: Screen): number {
  const { values, positionals } = readArguments(argv, { ...COMMON, version: { type: 'boolean' } });
  if (values.help) {
    screen.print(generalHelp());
    return EXIT.ok;
  }
  if (values.version) {
    screen.print(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  const [name] = positionals;
  throw new UsageFault(name ? `Options come after the command: stepshift ${name} …` : 'No command given.');
}

function commandNames(): string[] {
  return COMMANDS.map(({ name }) => name);
}

function generalHelp(): string {
  const width = Math.max(...commandNames().map((name) => name.length));
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `stepshift: gradual, watched, undoable releases for AWS Step Functions

Usage: stepshift COMMAND [ARGUMENTS] [OPTIONS]

Commands:
${list.join('\n')}

Options of every command:
  --help   the command's arguments and options, with examples
  --debug  when something goes wrong, its stack trace
Without a command: --version, --help

Examples:
  stepshift rehearse examples/sample-alias-machine
  stepshift rehearse examples/sample-alias-machine --json

${exitCodesText()}
`;
}
