import { AwsError } from '../../local/aws-json.ts';
import { LocalAws, type LocalAwsOptions } from '../../local/local-aws.ts';
import type { UnservedTask } from '../../local/states/interpreter/task-services.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { PLACE, stateMachineArn } from '../scenario/place.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { localClients } from './clients.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Local AWS, and what a rehearsal listens to in it. */
export interface World {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  /** Of the rehearsed machine's executions. */
  readonly tally: Tally;
  /**
   * Lets virtual time pass until `awaited` settles.
   * @throws what the rehearsal was ended by, such as a ScenarioFault for a Task state that nothing serves
   */
  pass<T>(awaited: Promise<T>): Promise<T>;
  /** Ends the rehearsal: whoever lets time pass gets this error. */
  fail(error: Error): void;
  /** Starts one execution as traffic does: nobody waits for it. A start that AWS refuses, for want of the alias, is a lost one. */
  start(arn: string, input: string): void;
  /** Resolves when the next execution of that STANDARD machine ends. */
  nextEnd(stateMachineArn: string): Promise<void>;
}

export function openWorld(scenario: Scenario, seed: number): World {
  const tally = tallyOf(stateMachineArn(scenario.machine.name));
  const ends = new Map<string, () => void>();
  let fail: (fault: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // Whoever lets time pass next is told.
  const aws = new LocalAws({
    ...PLACE,
    seed,
    onExecutionMetric: tally.observe,
    ...mocksOf(scenario),
    onStatusChange: (change) => {
      if (change.status !== 'RUNNING') ends.get(change.stateMachineArn)?.();
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
        if (!(error instanceof AwsError && error.name === 'StateMachineDoesNotExist')) fail(asFault(scenario, error));
      });
    },
    nextEnd: (arn) => new Promise((resolve) => ends.set(arn, resolve)),
  };
}

/** The mocks, and for each start the test case of the version that it runs, told by its definition. */
function mocksOf({ machine }: Scenario): Pick<LocalAwsOptions, 'mocks' | 'testCaseFor'> {
  const { name, mocks, stable } = machine;
  if (!mocks) return {};
  return {
    mocks: mocks.config,
    testCaseFor: ({ stateMachineName, definition }) => {
      if (stateMachineName !== name) return undefined;
      return definition === stable.text ? mocks.stable : mocks.candidate;
    },
  };
}

function unservedFault({ file }: Scenario, { stateName, why }: UnservedTask): ScenarioFault {
  const found = `state ${JSON.stringify(stateName)}, but ${why}`;
  const expected = 'Task states that local AWS serves, or stateMachine.mocks answers for';
  return new ScenarioFault(`${file}: stateMachine: found ${found}, expected ${expected}`);
}

function asFault({ file }: Scenario, error: unknown): Error {
  if (!(error instanceof AwsError)) return error as Error;
  return new ScenarioFault(
    `${file}: traffic: found a start AWS refuses, expected one it accepts (${error.name}: ${error.message})`,
  );
}
