import { seededRandom } from '../../../../local/random.ts';
import { interpret } from '../../../../local/states/interpreter/interpret.ts';
import type { End, HistoryEvent, InterpretationOptions } from '../../../../local/states/interpreter/interpretation.ts';
import type {
  StartedTask,
  TaskOutcome,
  TaskRequest,
  TaskServices,
} from '../../../../local/states/interpreter/task-services.ts';
import { VirtualClock } from '../../../../local/virtual-clock.ts';

// biome-ignore lint/suspicious/noExplicitAny: machines and their data are JSON
type Json = any;

export const about: InterpretationOptions['execution'] = {
  arn: 'arn:aws:states:us-east-1:123456789012:execution:orders:run-1',
  name: 'run-1',
  roleArn: 'arn:aws:iam::123456789012:role/orders',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
  stateMachineName: 'orders',
  startTime: Date.UTC(2026, 0, 1),
  express: false,
};

export type Answer = TaskOutcome | 'never';

/** Answers the tasks of a state by its name, the last answer again and again. Remembers what was asked. */
export function scriptedTasks(script: Readonly<Record<string, readonly Answer[]>>) {
  const requests: TaskRequest[] = [];
  const cancelled: string[] = [];
  const asked = new Map<string, number>();
  const services: TaskServices = {
    start(request): StartedTask {
      requests.push(request);
      const answers = script[request.stateName] ?? [];
      const count = asked.get(request.stateName) ?? 0;
      asked.set(request.stateName, count + 1);
      const answer = answers[Math.min(count, answers.length - 1)] ?? 'never';
      return {
        outcome: answer === 'never' ? new Promise(() => {}) : Promise.resolve(answer),
        cancel: () => cancelled.push(request.stateName),
      };
    },
  };
  return { services, requests, cancelled };
}

export interface Ran {
  readonly end: End | undefined;
  readonly events: readonly HistoryEvent[];
  /** The clock when the execution ended, in seconds after its start. */
  readonly seconds: number | undefined;
}

/** Runs a machine to its end in virtual time. */
export async function run(
  definition: Json,
  input: Json = {},
  options: Partial<InterpretationOptions> & { readonly until?: number } = {},
): Promise<Ran> {
  const clock = (options.clock as VirtualClock | undefined) ?? new VirtualClock(about.startTime);
  let end: End | undefined;
  let seconds: number | undefined;
  const { history } = interpret({
    definition,
    input: JSON.stringify(input),
    execution: about,
    clock,
    random: seededRandom(1),
    taskServices: scriptedTasks({}).services,
    onEnd(how) {
      end = how;
      seconds = (clock.now() - about.startTime) / 1000;
    },
    ...options,
  });
  if (options.until === undefined) await clock.runUntilIdle();
  else await clock.advanceBy(options.until * 1000);
  return { end, events: history, seconds };
}

/** The output of a machine that is expected to succeed. */
export async function outputOf(definition: Json, input: Json = {}, options: Partial<InterpretationOptions> = {}) {
  const { end } = await run(definition, input, options);
  if (end?.status !== 'SUCCEEDED') throw new Error(`the execution did not succeed: ${JSON.stringify(end)}`);
  return JSON.parse(end.output) as Json;
}

/** A machine of one state. */
export function only(state: Json, more: Json = {}): Json {
  const ends = ['Choice', 'Succeed', 'Fail'].includes(state.Type) ? {} : { End: true };
  return { StartAt: 'S', States: { S: { ...ends, ...state } }, ...more };
}

export const types = (events: readonly HistoryEvent[]): string[] => events.map(({ type }) => type);
