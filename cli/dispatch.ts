import { packageVersion } from '../package-version.ts';
import { abortCommand } from './abort.ts';
import { toldOf } from './aws-fault.ts';
import { type Arguments, type Command, readArguments, UsageFault, unknown } from './command.ts';
import { approveCommand, pauseCommand, promoteCommand, resumeCommand } from './decide.ts';
import { deployCommand } from './deploy.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT, exitCodesText } from './exit-codes.ts';
import { asTyped, example, firstDeployment } from './first-deployment.ts';
import { historyCommand } from './history.ts';
import { initCommand } from './init.ts';
import { listCommand } from './list.ts';
import { localCommand } from './local.ts';
import { planCommand } from './plan.ts';
import { recoverCommand } from './recover.ts';
import { rehearseCommand } from './rehearse.ts';
import { reportCommand } from './report.ts';
import { rollbackCommand } from './rollback.ts';
import { ScenarioFault } from './scenario/fault.ts';
import type { Screen } from './screen.ts';
import { statusCommand } from './status.ts';
import { watchCommand } from './watch.ts';

/** In the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  initCommand,
  planCommand,
  rehearseCommand,
  deployCommand,
  watchCommand,
  statusCommand,
  listCommand,
  historyCommand,
  reportCommand,
  pauseCommand,
  resumeCommand,
  approveCommand,
  promoteCommand,
  rollbackCommand,
  abortCommand,
  recoverCommand,
  doctorCommand,
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
      screen.note(`stepshift: ${text} See ${helpOf(argv[0])}.\n`);
      return EXIT.usage;
    }
    const told = toldOf(fault);
    if (told) {
      screen.note(`stepshift: ${argv.includes('--debug') ? `${told.text}\n${fault.stack}` : told.text}\n`);
      return told.exitCode;
    }
    screen.note(
      `stepshift: unexpected fault: ${text}${argv.includes('--debug') ? '' : ' (a stack trace is shown with --debug)'}\n`,
    );
    return EXIT.fault;
  }
}

function helpOf(name: string | undefined): string {
  return name !== undefined && commandNames().includes(name) ? `stepshift ${name} --help` : 'stepshift --help';
}

async function runCommand(argv: readonly string[], screen: Screen): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    screen.note(generalHelp());
    return EXIT.usage;
  }
  // As with other commands: stepshift help deploy.
  if (name === 'help') return runCommand([...rest.slice(0, 1), '--help'], screen);
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

A first deployment, without AWS, in two terminals:
  ${asTyped(process.env)} local --with-deployer --clock virtual
${firstDeployment('http://127.0.0.1:4566', process.env)}

Examples:
  stepshift rehearse ${example('sample-alias-machine')}
  stepshift deploy request.json --definition orders.asl.json
  stepshift watch orders:live
  stepshift rollback orders:live

${exitCodesText()}
`;
}
