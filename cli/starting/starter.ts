import { stateMachineArn } from '../scenario/place.ts';
import { asObject, statesOf } from '../scenario/states-of.ts';

/** What is known of a machine that somebody begins with. */
export interface Known {
  readonly name: string;
  /** Where it is; undefined: only its definition is known. */
  readonly stateMachineArn: string | undefined;
  readonly alias: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly stable: string;
  /** The current revision, where the alias is not on it. */
  readonly candidate: string | undefined;
}

/** A file to begin with, by its name. */
type StarterFiles = Readonly<Record<string, string>>;

const STRATEGY = 'Canary10Percent5Minutes';

/** A request to deploy the machine with, and a scenario to rehearse that. */
export function starterFiles(known: Known): StarterFiles {
  const { name, alias, type, stable, candidate = commented(stable) } = known;
  const tasks = taskNames(stable, candidate);
  const request = { alias, strategy: STRATEGY };
  const scenario = {
    stateMachine: {
      name,
      type,
      stable: 'stable.asl.json',
      candidate: 'candidate.asl.json',
      ...(tasks.size > 0 && { mocks: 'mocks.json' }),
    },
    traffic: { perMinute: 30, inputs: [{}], warmUpSeconds: 600 },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
    request: { stateMachineArn: '${stateMachineArn}', ...request },
  };
  return {
    'request.json': json({ stateMachineArn: known.stateMachineArn ?? stateMachineArn(name), ...request }),
    'scenario.json': json(scenario),
    'stable.asl.json': stable,
    'candidate.asl.json': candidate,
    ...(tasks.size > 0 && { 'mocks.json': json(mocksOf(name, tasks)) }),
  };
}

/** Another definition that does the same: without a difference there would be nothing to deploy. */
function commented(definition: string): string {
  const { Comment, ...rest } = JSON.parse(definition) as Readonly<Record<string, unknown>>;
  return json({ Comment: `${Comment === undefined ? '' : `${Comment} `}(The candidate: change it.)`.trim(), ...rest });
}

/** Task states, by what they ask for. */
function taskNames(...definitions: readonly string[]): ReadonlyMap<string, string> {
  const tasks = definitions
    .flatMap((definition) => statesOf(JSON.parse(definition)))
    .filter(({ fields }) => fields.Type === 'Task');
  return new Map(tasks.map(({ name, fields }) => [name, String(fields.Resource)]));
}

/** Each service answers, always, with next to nothing. */
function mocksOf(name: string, tasks: ReadonlyMap<string, string>) {
  const answers = [...tasks].map(([state, resource]) => {
    const Return = resource.includes(':lambda:invoke') ? { StatusCode: 200, Payload: {} } : {};
    return [`${state} answers`, { '0-99': { Return } }];
  });
  return {
    StateMachines: {
      [name]: {
        TestCases: { both: Object.fromEntries([...tasks.keys()].map((state) => [state, `${state} answers`])) },
      },
    },
    MockedResponses: Object.fromEntries(answers),
  };
}

function json(value: object): string {
  return `${JSON.stringify(asObject(value), null, 2)}\n`;
}
