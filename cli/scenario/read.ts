import { basename, dirname, join, resolve } from 'node:path';
import { describeProblem, parse } from '../../workflow/parse.ts';
import { ScenarioFault } from './fault.ts';
import { fileNamed, isFile, isThere, readJson, readText } from './files.ts';
import { readScenarioMocks } from './mocks.ts';
import { stateMachineArn } from './place.ts';
import {
  type DefinitionFile,
  type Scenario,
  type ScenarioMachine,
  type ScenarioText,
  scenarioSchema,
} from './scenario.ts';

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
  const { traffic } = text;
  return {
    name: text.name ?? nameOf(file),
    file,
    machine: machineOf(file, text),
    alarms: text.alarms,
    traffic: { perMinute: traffic.perMinute, inputs: traffic.inputs, warmUpSeconds: traffic.warmUpSeconds },
    afterSeconds: traffic.after ?? text.after ?? 0,
    request: text.request,
    ...(text.expect === undefined ? {} : { expect: text.expect }),
    seed: text.seed,
  };
}

function machineOf(file: string, { stateMachine, createAlias }: ScenarioText): ScenarioMachine {
  const { name, type, mocks } = stateMachine;
  const stable = readDefinition(file, 'stateMachine.stable', stateMachine.stable);
  const candidate = readDefinition(file, 'stateMachine.candidate', stateMachine.candidate);
  return {
    name,
    type,
    stable,
    candidate,
    createAlias: stateMachine.createAlias ?? createAlias ?? true,
    ...(mocks !== undefined && { mocks: readScenarioMocks(file, mocks, { name, stable, candidate }) }),
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
  const file = fileNamed(scenarioFile, { path, what: 'a definition' }, named);
  readJson(file);
  return { file, text: readText(file) };
}

/** A scenario without a name is called as its folder or file is. */
function nameOf(file: string): string {
  return basename(file) === 'scenario.json' ? basename(dirname(resolve(file))) : basename(file, '.json');
}
