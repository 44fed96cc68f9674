import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { describeProblem, parse } from '../../workflow/parse.ts';
import { parseJson } from '../json-text.ts';
import { ScenarioFault } from './fault.ts';
import { stateMachineArn } from './place.ts';
import { type DefinitionFile, type Scenario, type ScenarioText, scenarioSchema } from './scenario.ts';

/**
 * Reads a scenario: a folder with a `scenario.json`, or any path that ends in `.json`.
 * @throws ScenarioFault when something is missing, is not JSON, or does not fit
 */
export function readScenario(path: string): Scenario {
  const file = path.endsWith('.json') ? path : join(path, 'scenario.json');
  if (!isFile(file)) {
    throw new ScenarioFault(
      `${path}: found ${isThere(path) ? 'no scenario.json there' : 'nothing there'}, expected a folder with a scenario.json, or a file that ends in .json`,
    );
  }
  const parsed = parse<ScenarioText>(scenarioSchema, readJson(file));
  if (parsed.kind === 'refused') {
    throw new ScenarioFault(
      parsed.problems.map((problem) => `${file}: ${describeProblem('', problem).replace(/^[.:] ?/, '')}`).join('\n'),
    );
  }
  return scenarioOf(file, replaced(parsed.value, parsed.value.stateMachine.name));
}

function scenarioOf(file: string, text: ScenarioText): Scenario {
  const { stateMachine: machine, traffic } = text;
  return {
    name: text.name ?? nameOf(file),
    file,
    machine: {
      name: machine.name,
      type: machine.type,
      stable: readDefinition(file, 'stateMachine.stable', machine.stable),
      candidate: readDefinition(file, 'stateMachine.candidate', machine.candidate),
      createAlias: machine.createAlias ?? text.createAlias ?? true,
    },
    alarms: text.alarms,
    traffic: { perMinute: traffic.perMinute, inputs: traffic.inputs, warmUpSeconds: traffic.warmUpSeconds },
    afterSeconds: traffic.after ?? text.after ?? 0,
    request: text.request,
    ...(text.expect === undefined ? {} : { expect: text.expect }),
    seed: text.seed,
  };
}

/** Every text of the scenario with `${stateMachineArn}` replaced; definitions stay as they are. */
function replaced<T>(value: T, machineName: string): T {
  const arn = stateMachineArn(machineName);
  const within = (part: unknown): unknown => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder as scenarios spell it
    if (typeof part === 'string') return part.replaceAll('${stateMachineArn}', () => arn);
    if (Array.isArray(part)) return part.map(within);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, within(member)]));
  };
  return within(value) as T;
}

/** A definition has to be JSON here; whether it is a state machine's is for AWS to say. */
function readDefinition(scenarioFile: string, path: string, named: string): DefinitionFile {
  const file = isAbsolute(named) ? named : join(dirname(scenarioFile), named);
  if (!isFile(file)) {
    throw new ScenarioFault(
      `${scenarioFile}: ${path}: found ${JSON.stringify(named)}, where there is no file, expected the path of a definition, relative to the scenario`,
    );
  }
  readJson(file);
  return { file, text: readText(file) };
}

function readJson(file: string): unknown {
  const parsed = parseJson(readText(file));
  if (parsed.kind === 'json') return parsed.value;
  throw new ScenarioFault(
    `${file}: line ${parsed.line}, column ${parsed.column}: found ${parsed.found}, expected JSON`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ScenarioFault(
      `${file}: found a file that cannot be read (${(error as NodeJS.ErrnoException).code}), expected a readable one`,
    );
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A scenario without a name is called as its folder or file is. */
function nameOf(file: string): string {
  return basename(file) === 'scenario.json' ? basename(dirname(resolve(file))) : basename(file, '.json');
}
