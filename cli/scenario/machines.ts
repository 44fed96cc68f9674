import { type DeployerText, readUpgrade } from './deployer.ts';
import { fileNamed, readJson, readText } from './files.ts';
import { readScenarioMocks } from './mocks.ts';
import type { DefinitionFile, MachineText, Scenario, ScenarioMachine, ScenarioText } from './scenario.ts';
import { trafficOf } from './traffic.ts';

/**
 * The machines of a scenario, of which it has one under `stateMachine` or a list under `stateMachines`. What the scenario itself says of traffic and alias holds for
 * each machine of a list that does not say otherwise.
 * @throws ScenarioFault for a file that is not there, or has no JSON
 */
export function readMachines(file: string, scenario: ScenarioText): Scenario['machines'] {
  const { stateMachine, stateMachines = [] } = scenario;
  const [first, ...others] = stateMachine
    ? [readMachine(file, scenario, 'stateMachine', stateMachine)]
    : stateMachines.map((machine, index) => readMachine(file, scenario, `stateMachines[${index}]`, machine));
  return [first!, ...others];
}

function readMachine(file: string, scenario: ScenarioText, path: string, machine: MachineText): ScenarioMachine {
  if ('deployer' in machine) return readDeployer(file, scenario, path, machine);
  const { name, type, mocks, released = false, createAlias = scenario.createAlias ?? true } = machine;
  const stable = readDefinition(file, `${path}.stable`, machine.stable);
  const candidate = readDefinition(file, `${path}.candidate`, machine.candidate);
  return {
    name,
    path,
    type,
    stable,
    candidate,
    createAlias,
    released,
    traffic: trafficOf(scenario.traffic, machine.traffic, scenario.after),
    ...(mocks !== undefined && { mocks: readScenarioMocks(file, mocks, { name, path, stable, candidate }) }),
  };
}

/** It is installed before anything else, with its alias: a scenario can say less of it. */
function readDeployer(
  file: string,
  scenario: ScenarioText,
  path: string,
  machine: MachineText & DeployerText,
): ScenarioMachine {
  return {
    name: machine.name,
    path,
    type: 'STANDARD',
    ...readUpgrade(file, path, machine),
    createAlias: true,
    released: false,
    traffic: trafficOf(scenario.traffic, machine.traffic, scenario.after),
  };
}

/** A definition has to be JSON here; whether it is a state machine's is for AWS to say. */
function readDefinition(scenarioFile: string, path: string, named: string): DefinitionFile {
  const file = fileNamed(scenarioFile, { path, what: 'a definition' }, named);
  readJson(file);
  return { file, text: readText(file) };
}
