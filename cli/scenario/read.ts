import { basename, dirname, join, resolve } from 'node:path';
import { describeProblem, parse } from '../../workflow/parse.ts';
import { ScenarioFault } from './fault.ts';
import { isFile, isThere, named, readJson } from './files.ts';
import { readMachines } from './machines.ts';
import { replacePlaceholders } from './placeholders.ts';
import { type Scenario, type ScenarioText, scenarioSchema } from './scenario.ts';

/**
 * Reads a scenario: a folder with a `scenario.json`, or any path that ends in `.json`.
 * @throws ScenarioFault when something is missing, is not JSON, or does not fit
 */
export function readScenario(path: string): Scenario {
  const file = path.endsWith('.json') ? path : join(path, 'scenario.json');
  if (!isFile(file)) {
    throw new ScenarioFault(
      `${named(path)}: found ${whatIsThere(path)}, expected a folder with a scenario.json, or a file that ends in .json`,
    );
  }
  const parsed = parse<ScenarioText>(scenarioSchema, readJson(file));
  if (parsed.kind === 'refused') {
    throw new ScenarioFault(
      parsed.problems
        .map((problem) => `${named(file)}: ${describeProblem('', problem).replace(/^[.:] ?/, '')}`)
        .join('\n'),
    );
  }
  return scenarioOf(file, replacePlaceholders(file, parsed.value, machineNames(parsed.value)));
}

function whatIsThere(path: string): string {
  if (isFile(path)) return 'a file';
  return isThere(path) ? 'no scenario.json there' : 'nothing there';
}

function machineNames({ stateMachine, stateMachines = [] }: ScenarioText): readonly string[] {
  return (stateMachine ? [stateMachine] : stateMachines).map(({ name }) => name);
}

function scenarioOf(file: string, text: ScenarioText): Scenario {
  const { name = nameOf(file), alarms, events, request, expect, seed } = text;
  const machines = readMachines(file, text);
  return { name, file, machines, alarms, events, request, ...(expect === undefined ? {} : { expect }), seed };
}

/** A scenario without a name is called as its folder or file is. */
function nameOf(file: string): string {
  return basename(file) === 'scenario.json' ? basename(dirname(resolve(file))) : basename(file, '.json');
}
