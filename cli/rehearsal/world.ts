import { AwsError } from '../../local/aws-json.ts';
import { LocalAws, type LocalAwsOptions } from '../../local/local-aws.ts';
import type { UnservedTask } from '../../local/states/interpreter/task-services.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { localClients } from '../local-clients.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { PLACE } from '../scenario/place.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { mocksOf } from './mocks.ts';
import { openTally, type Tally } from './tally.ts';

/** How AWS may fall short of being quick and reliable, for a rehearsal that wants it so. */
export type Weather = Pick<LocalAwsOptions, 'consistency' | 'eventFaults' | 'throttling' | 'metricDelaySeconds'>;

/** Local AWS, and what a rehearsal listens to in it. */
export interface World {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  /** Of the rehearsed machines' executions. */
  readonly tally: Tally;
  /**
   * Lets virtual time pass until `awaited` settles.
   * @throws what the rehearsal was ended by, such as a ScenarioFault for a Task state that nothing serves
   */
  pass<T>(awaited: Promise<T>): Promise<T>;
  /** Ends the rehearsal: whoever lets time pass gets this error. */
  fail(error: Error): void;
  /** Starts one execution as traffic does: nobody waits for it. A start that AWS refuses for what it is just now is a lost one. */
  start(arn: string, input: string): void;
  /** Calls back at each start, end and redrive of a STANDARD execution. */
  listen(listener: (change: StatusChange) => void): void;
}

/** What AWS answers to a start that would go well at another time. */
const LOST = new Set([
  'StateMachineDoesNotExist',
  'StateMachineDeleting',
  'ThrottlingException',
  'ExecutionLimitExceeded',
]);

export function openWorld(scenario: Scenario, seed: number, weather: Weather = {}): World {
  const tally = openTally();
  const listeners: ((change: StatusChange) => void)[] = [];
  let fail: (fault: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // Whoever lets time pass next is told.
  const aws = new LocalAws({
    ...PLACE,
    ...weather,
    seed,
    onExecutionMetric: tally.observe,
    ...mocksOf(scenario),
    onStatusChange: (change) => {
      for (const listener of listeners) listener(change);
    },
    onUnservedTask: (unserved) => fail(unservedFault(scenario, unserved)),
  });
  const start = async (arn: string, input: string): Promise<unknown> =>
    aws.states.operations.StartExecution!({ stateMachineArn: arn, input }, aws.context);
  return {
    aws,
    clients: localClients(aws),
    tally,
    fail,
    pass: (awaited) => aws.clock.runUntil(Promise.race([awaited, failed])),
    start: (arn, input) => {
      start(arn, input).catch((error) => {
        if (!(error instanceof AwsError && LOST.has(error.name))) fail(asFault(scenario, error));
      });
    },
    listen: (listener) => void listeners.push(listener),
  };
}

/** What could not be told before anything ran, such as a mocked Task that is tried more often than it has answers. */
function unservedFault({ file, machines }: Scenario, { stateName, resource, why }: UnservedTask): ScenarioFault {
  const [{ path }] = machines;
  const found = `state ${JSON.stringify(stateName)}${why ? `, but ${why}` : ` that asks for ${resource}, which nothing serves here`}`;
  return new ScenarioFault(
    `${file}: ${path}: found ${found}, expected Task states that local AWS serves, or ${path}.mocks answers for`,
  );
}

function asFault({ file }: Scenario, error: unknown): Error {
  if (!(error instanceof AwsError)) return error as Error;
  return new ScenarioFault(
    `${file}: traffic: found a start AWS refuses, expected one it accepts (${error.name}: ${error.message})`,
  );
}
