import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ALIAS_NAME } from '../workflow/arns.ts';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from './aws-options.ts';
import { type Arguments, type Command, onlyPositional, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { asTyped } from './first-deployment.ts';
import { writtenPath } from './given-path.ts';
import { ScenarioFault } from './scenario/fault.ts';
import { named } from './scenario/files.ts';
import { statesOf } from './scenario/states-of.ts';
import type { Known } from './starting/starter.ts';

const HELP = `stepshift init: writes a request and a scenario for a machine

Usage: stepshift init MACHINE [OPTIONS]
       stepshift init DEFINITION.json [OPTIONS]

MACHINE is the name or ARN of a state machine on AWS; DEFINITION.json a file with a
definition, for which AWS is not asked. Written are request.json (for stepshift deploy),
scenario.json (for stepshift rehearse) with stable.asl.json and candidate.asl.json, and
mocks.json where the machine calls services. What is there already is not written over.

Options:
  --dir FOLDER        where to (default: a new folder with the machine's name)
  --alias NAME        the alias to deploy (default: the only one that the machine has, or
                      live)
${AWS_OPTIONS_HELP}
  --json              one JSON object on stdout: folder and files
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift init orders
  stepshift init orders.asl.json --alias production
  stepshift init orders --dir deploy/orders --region eu-west-1

Exit codes:
  ${EXIT.ok}  they are written
  ${EXIT.fault}  an unexpected fault, or AWS could not be asked
  ${EXIT.usage}  wrong usage, or a file that is there already
  ${EXIT.validationError}  there is no such state machine
`;

/** `stepshift init MACHINE`. */
export const initCommand: Command = {
  name: 'init',
  summary: 'writes a request and a scenario for a machine',
  help: HELP,
  options: { ...AWS_OPTIONS, dir: { type: 'string' }, alias: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const machine = onlyPositional(given, 'machine');
    const { values } = given;
    if (machine === undefined) throw new UsageFault('No machine given: stepshift init MACHINE.');
    if (values.alias !== undefined && !ALIAS_NAME.test(String(values.alias)))
      throw new UsageFault(`--alias: found ${JSON.stringify(values.alias)}, expected the name of an alias.`);
    const known = machine.endsWith('.json') ? await fromFile(machine, values) : await fromAws(machine, values);
    const { starterFiles } = await import('./starting/starter.ts');
    const folder = writtenPath(String(values.dir ?? known.name), process.env);
    const files = starterFiles(known);
    writeAll(folder, files);
    screen.print(
      values.json
        ? `${JSON.stringify({ folder, files: Object.keys(files) }, null, 2)}\n`
        : written(folder, Object.keys(files), known),
    );
    return EXIT.ok;
  },
};

async function fromAws(machine: string, values: Arguments['values']): Promise<Known> {
  const { knownMachine } = await import('./starting/known-machine.ts');
  return knownMachine(machine, values);
}

async function fromFile(file: string, { alias = 'live' }: Arguments['values']): Promise<Known> {
  const { readDefinition } = await import('./read-request.ts');
  const stable = readDefinition(file);
  requireStates(file, stable);
  const name = basename(file).replace(/(?:\.asl)?\.json$/, '');
  return { name, stateMachineArn: undefined, alias: String(alias), type: 'STANDARD', stable, candidate: undefined };
}

/** @throws ScenarioFault for JSON that is no definition: a scenario of it would be of no use */
function requireStates(file: string, definition: string): void {
  if (statesOf(JSON.parse(definition)).length > 0) return;
  throw new ScenarioFault(
    `${named(file)}: found JSON without States, expected a definition: {"StartAt": …, "States": {…}}`,
  );
}

/** @throws UsageFault for the first file that is there already: then none is written */
function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  const there = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (there) throw new UsageFault(`${named(join(folder, there))} is there already: name another folder by --dir.`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function written(folder: string, files: readonly string[], { stateMachineArn }: Known): string {
  const at = (name: string): string => named(join(folder, name));
  const stepshift = asTyped(process.env);
  const place =
    stateMachineArn === undefined
      ? `\n${at('request.json')} has an ARN of local AWS: mend it for your own account.\n`
      : '';
  return `${files.map((name) => `Written: ${at(name)}\n`).join('')}${place}
What to try next:
  ${stepshift} rehearse ${at('scenario.json')}
  ${stepshift} plan ${at('request.json')}
  ${stepshift} doctor ${at('request.json')}
  ${stepshift} deploy ${at('request.json')}
`;
}
