import type { LocalAws } from '../../local/local-aws.ts';
import { seededRandom } from '../../local/random.ts';
import { builtInTasks } from '../../local/states/integrations/built-in-tasks.ts';
import { type CalledService, calledService } from '../../local/states/integrations/called-service.ts';
import { type TaskServices, UnservedTask } from '../../local/states/interpreter/task-services.ts';
import { taskTokens } from '../../local/states/task-tokens.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { DefinitionFile, ScenarioMachine } from '../scenario/scenario.ts';
import { asObject, statesOf, type WrittenState } from '../scenario/states-of.ts';

/**
 * Makes sure that all of a machine can run here, before anything does: a state that no traffic comes to would otherwise be taken for rehearsed.
 * @throws ScenarioFault naming each state of either definition that nothing serves
 */
export function requireServed(aws: LocalAws, machine: ScenarioMachine): void {
  const { path, stable, candidate, mocks } = machine;
  const versions = [
    { definition: stable, mocked: mockedStates(machine, mocks?.stable) },
    { definition: candidate, mocked: mockedStates(machine, mocks?.candidate) },
  ];
  const services = inertServices(aws);
  const faults = versions.flatMap(({ definition, mocked }) =>
    statesIn(definition)
      .filter(({ name, fields }) => fields.Type !== 'Task' || !mocked.has(name))
      .flatMap((state) => unserved(services, state, path))
      .map((fault) => `${definition.file}: ${fault}`),
  );
  if (faults.length > 0) throw new ScenarioFault([...new Set(faults)].join('\n'));
}

function statesIn({ text }: DefinitionFile): readonly WrittenState[] {
  return statesOf(JSON.parse(text));
}

function mockedStates({ name, mocks }: ScenarioMachine, testCase: string | undefined): ReadonlySet<string> {
  if (!mocks || testCase === undefined) return new Set();
  return new Set(Object.keys(mocks.config.StateMachines[name]?.TestCases[testCase] ?? {}));
}

/** What of a state nothing serves, in words; none where all is well, or where the definition is not one that AWS accepts. */
function unserved(services: TaskServices, { name, fields }: WrittenState, path: string): readonly string[] {
  const { Type, Resource, ItemReader, ResultWriter } = fields;
  const fault = (found: string, expected: string, why = 'which nothing serves here') =>
    `state ${JSON.stringify(name)}: found ${found}, ${why}, expected ${expected}`;
  if (Type === 'Task' && typeof Resource === 'string') {
    const refusal = refusalOf(services, name, Resource, fields);
    const expected = `${path}.mocks to answer for it, or a Pass state in its place`;
    return refusal ? [fault(`the Resource ${Resource}`, expected, refusal.why && `but ${refusal.why}`)] : [];
  }
  if (Type !== 'Map') return [];
  return [
    ...(ItemReader === undefined
      ? []
      : [fault(`an ItemReader${of(ItemReader)}`, 'items of the state’s input, or a Pass state in its place')]),
    ...(ResultWriter === undefined
      ? []
      : [fault(`a ResultWriter${of(ResultWriter)}`, 'a Map state without one, or a Pass state in its place')]),
  ];
}

function of(readerOrWriter: unknown): string {
  const { Resource } = asObject(readerOrWriter);
  return typeof Resource === 'string' ? ` of ${Resource}` : '';
}

/** Asks the services to start a state's task; what they accept is never carried out. */
function refusalOf(
  services: TaskServices,
  stateName: string,
  resource: string,
  { Parameters, Arguments }: WrittenState['fields'],
): UnservedTask | undefined {
  // What a path or an expression gives is not known yet. It can name no function that is here: a rehearsal has none but the deployer's.
  const parameters = asObject(Parameters ?? Arguments);
  const about = { executionArn: '', stateMachineName: '', attempt: 0, taskToken: stateName };
  try {
    services.start({ resource, stateName, parameters, ...about }).cancel();
    return undefined;
  } catch (error) {
    if (error instanceof UnservedTask) return error;
    throw error;
  }
}

/** The services of Task states as they are in this account, except that they never do what they are asked. */
function inertServices(aws: LocalAws): TaskServices {
  const never = () => new Promise<never>(() => {});
  const inert = (service: CalledService): CalledService => ({ ...service, call: never });
  return builtInTasks({
    clock: aws.clock,
    random: seededRandom('nothing is drawn'),
    lambda: aws.lambda,
    tokens: taskTokens(),
    services: {
      cloudwatch: inert(calledService(aws.cloudwatch, aws.context)),
      dynamodb: inert(calledService(aws.dynamodb, aws.context)),
    },
    call: never,
    watch: () => {},
  });
}
