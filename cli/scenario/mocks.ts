import { type MockConfig, type Mocks, readMocks, type TestCase } from '../../local/mocks/mock-config.ts';
import { MockConfigFault } from '../../local/mocks/mock-config-fault.ts';
import { ScenarioFault } from './fault.ts';
import { fileNamed, readJson } from './files.ts';
import type { DefinitionFile } from './scenario.ts';
import { statesOf } from './states-of.ts';

/** What plays the services while a machine is rehearsed, and which of its test cases serves which version. */
export interface ScenarioMocks {
  readonly config: MockConfig;
  readonly stable: string;
  readonly candidate: string;
}

/** The machine that is mocked. */
interface Machine {
  readonly name: string;
  /** Where the scenario has it. */
  readonly path: string;
  readonly stable: DefinitionFile;
  readonly candidate: DefinitionFile;
}

/**
 * Reads the `mocks` of a scenario's machine: a mock configuration, or the name of a file with one.
 * @throws ScenarioFault when it does not fit, has no test cases of this machine, or mocks a state that is no Task
 */
export function readScenarioMocks(scenarioFile: string, given: unknown, machine: Machine): ScenarioMocks {
  const at = { path: `${machine.path}.mocks`, what: 'a mock configuration' };
  const file = typeof given === 'string' ? fileNamed(scenarioFile, at, given) : undefined;
  const refuse: Refuse = (path, found, expected) => {
    const place = file ? `${file}: ${path}` : `${scenarioFile}: ${at.path}${path && `.${path}`}`;
    return `${place.replace(/: $/, '')}: found ${found}, expected ${expected}`;
  };
  const config = file === undefined ? given : readJson(file);
  const mocks = { config: config as MockConfig, ...casesOf(machine, readConfig(config, refuse), refuse) };
  return mocks;
}

type Refuse = (path: string, found: string, expected: string) => string;

function readConfig(config: unknown, refuse: Refuse): Mocks {
  try {
    return readMocks(config);
  } catch (error) {
    if (!(error instanceof MockConfigFault)) throw error;
    throw new ScenarioFault(
      error.problems.map(({ path, found, expected }) => refuse(path, found, expected)).join('\n'),
    );
  }
}

/** `stable` and `candidate`, or a single one for both: others may stand beside these two, for Step Functions Local. */
function casesOf(
  machine: Machine,
  mocks: Mocks,
  refuse: Refuse,
): { readonly stable: string; readonly candidate: string } {
  const path = `StateMachines.${machine.name}`;
  const cases = mocks.get(machine.name);
  if (!cases) throw new ScenarioFault(refuse(path, 'nothing', 'the test cases of the rehearsed machine'));
  const [stable, candidate] =
    cases.size === 1 ? [...cases.values(), ...cases.values()] : [cases.get('stable'), cases.get('candidate')];
  if (!stable || !candidate) {
    const found = cases.size === 0 ? 'none' : [...cases.keys()].map((name) => JSON.stringify(name)).join(', ');
    throw new ScenarioFault(refuse(`${path}.TestCases`, found, 'stable and candidate, or a single one for both'));
  }
  requireTasks(stable, stable === candidate ? [machine.stable, machine.candidate] : [machine.stable], refuse);
  if (stable !== candidate) requireTasks(candidate, [machine.candidate], refuse);
  return { stable: stable.name, candidate: candidate.name };
}

/** A mock of what is no Task state is a misspelt one: it would be without effect. */
function requireTasks(testCase: TestCase, definitions: readonly DefinitionFile[], refuse: Refuse): void {
  const tasks = new Set(definitions.flatMap(taskNames));
  const astray = [...testCase.answers.keys()].filter((state) => !tasks.has(state));
  if (astray.length === 0) return;
  const path = `StateMachines.${testCase.machineName}.TestCases.${testCase.name}`;
  const files = definitions.map(({ file }) => file).join(' or ');
  const expected = `a Task state of ${files}: ${[...tasks].map((name) => JSON.stringify(name)).join(', ') || 'there are none'}`;
  throw new ScenarioFault(astray.map((state) => refuse(`${path}.${state}`, 'no such Task state', expected)).join('\n'));
}

function taskNames({ text }: DefinitionFile): readonly string[] {
  return statesOf(JSON.parse(text)).flatMap(({ name, fields }) => (fields.Type === 'Task' ? [name] : []));
}
