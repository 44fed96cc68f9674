import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { getLanguageService } from 'amazon-states-language-service';
import type * as Asl from 'asl-types';
import aslValidator from 'asl-validator';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type ChoiceState,
  defineMachine,
  type FailState,
  type MapState,
  type PassState,
  type State,
  type SucceedState,
  type TaskState,
  type WaitState,
} from '../../workflow/asl.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { ENDS } from '../../workflow/ends.ts';
import { IN_FLIGHT_SECONDS } from '../../workflow/ledger.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../workflow/limits.ts';

const arns = Object.fromEntries(
  TASK_NAMES.map((name) => [name, `arn:aws:lambda:us-east-1:123456789012:function:stepshift-${name}:1`]),
) as FunctionArns;
const machine = deployerDefinition(arns);

/** Every state, those inside Maps included, by its name. */
function allStates(states: Readonly<Record<string, State>>): (readonly [string, State])[] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.Type === 'Map' ? allStates(state.ItemProcessor.States) : []),
  ]);
}

const states = allStates(machine.States);
const tasks = states.flatMap(([name, state]) => (state.Type === 'Task' ? [[name, state] as const] : []));

describe('the deployer’s definition', () => {
  test('is valid for asl-validator', () => {
    const { isValid, errors } = aslValidator(structuredClone(machine), { checkPaths: true, checkArn: true });
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  test('is valid for amazon-states-language-service', async () => {
    const service = getLanguageService({});
    const document = TextDocument.create('file://deployer.asl.json', 'asl', 1, JSON.stringify(machine, null, 2));
    const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
    expect(diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test.each(['aws-cn', 'aws-us-gov'])('names integrations as partition %s knows them', (partition) => {
    const resources = allStates(deployerDefinition(arns, {}, partition).States).flatMap(([, state]) =>
      state.Type === 'Task' && state.Resource.includes(':states:') ? [state.Resource] : [],
    );
    expect(resources).toEqual([
      `arn:${partition}:states:::states:startExecution.sync:2`,
      `arn:${partition}:states:::aws-sdk:sfn:startSyncExecution`,
    ]);
  });

  test('has a comment for the person at the console in every state', () => {
    expect(states.filter(([, { Comment }]) => Comment.length < 20).map(([name]) => name)).toEqual([]);
  });

  test('names every state once in the whole machine, so that a name in a history means one state', () => {
    const names = states.map(([name]) => name);
    expect(names).toHaveLength(new Set(names).size);
  });

  test('has exactly the tasks that have a file of their name', () => {
    const ours = new Set<string>(Object.values(arns));
    const names = tasks.filter(([, { Resource }]) => ours.has(Resource)).map(([name]) => name);
    expect([...names].sort()).toEqual([...TASK_NAMES].sort());
    const fileOf = (name: string) => `tasks/${name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.ts`;
    expect(names.filter((name) => !existsSync(fileOf(name)))).toEqual([]);
  });

  test('waits for a function longer than that can run, and gives it up before its last call can count as over', () => {
    for (const [name, state] of tasks.filter(([, { Resource }]) => Object.values<string>(arns).includes(Resource))) {
      expect([name, state.TimeoutSeconds]).toEqual([name, expect.any(Number)]);
      expect(state.TimeoutSeconds).toBeGreaterThan(FUNCTION_TIMEOUT_SECONDS);
      expect(state.TimeoutSeconds! + FUNCTION_TIMEOUT_SECONDS).toBeLessThan(IN_FLIGHT_SECONDS);
    }
  });

  test('waits for a smoke test as long as the request says', () => {
    const others = tasks.filter(([, { Resource }]) => !Object.values<string>(arns).includes(Resource));
    expect(others.map(([name, { TimeoutSecondsPath }]) => [name, TimeoutSecondsPath])).toEqual([
      ['RunSmokeTest', '$.run.test.timeoutSeconds'],
      ['RunExpressSmokeTest', '$.run.test.timeoutSeconds'],
    ]);
  });

  test('gives every task jittered retries with a longest delay, and a catch of everything', () => {
    for (const [name, { Retry }] of tasks) {
      expect([name, Retry.length > 0]).toEqual([name, true]);
      for (const { JitterStrategy, MaxDelaySeconds, IntervalSeconds } of Retry) {
        expect([name, JitterStrategy]).toEqual([name, 'FULL']);
        expect(MaxDelaySeconds).toBeGreaterThan(IntervalSeconds!);
      }
    }
    const uncaught = states.filter(
      ([name, state]) =>
        (state.Type === 'Task' || state.Type === 'Map') &&
        !state.Catch?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')) &&
        !['InspectTarget', 'JudgeSmokeTest'].includes(name), // these change nothing; their Maps catch
    );
    expect(uncaught.map(([name]) => name)).toEqual([]);
  });

  test('reaches every state from the first, and ends only in the ends of the contract', () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      for (const next of nextStates(machine.States[name as keyof typeof machine.States])) visit(next);
    };
    visit(machine.StartAt);
    expect([...reached].sort()).toEqual(Object.keys(machine.States).sort());
    const ends = Object.entries(machine.States).filter(([, { Type }]) => Type === 'Succeed' || Type === 'Fail');
    expect(ends.map(([name]) => name).sort()).toEqual([...ENDS].sort());
    for (const [name, state] of ends) if (state.Type === 'Fail') expect(state.Error).toBe(name);
  });

  test('is assignable to asl-types where that knows the field', () => {
    // The functions below only have to compile; asl-types is generated from schemas of 2019, knows no ItemProcessor and wants Iterator.
    const assignable = {
      Task: asTask,
      Pass: asPass,
      Choice: asChoice,
      Wait: asWait,
      Succeed: asSucceed,
      Fail: asFail,
      Map: asMap,
    };
    expect([...new Set(states.map(([, { Type }]) => Type))].sort()).toEqual(Object.keys(assignable).sort());
  });
});

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;
/** asl-types says `End?: true` where ours also says which of End and Next excludes the other. */
type Exact<T> = {
  [K in keyof T as undefined extends T[K] ? ([Exclude<T[K], undefined>] extends [never] ? never : K) : K]: T[K];
};

const asTask = (state: Exact<Writable<TaskState<string>>>): Asl.Task => state;
const asPass = (state: Exact<Writable<PassState<string>>>): Asl.Pass => state;
const asChoice = (state: Writable<ChoiceState<string>>): Asl.Choice => state;
const asWait = (state: Exact<Writable<WaitState<string>>>): Asl.Wait => state;
const asSucceed = (state: Writable<SucceedState>): Asl.Succeed => state;
const asFail = (state: Writable<FailState>): Asl.Fail => state;
const asMap = (
  state: Omit<Exact<Writable<MapState<string>>>, 'ItemProcessor' | 'ItemSelector'>,
): Omit<Asl.Map, 'Iterator' | 'Parameters'> => state;

describe('the type of a definition', () => {
  test('refuses a misspelt next state and a misspelt error name when it is compiled', () => {
    const common = { Comment: 'A comment.', Type: 'Wait', Seconds: 1 } as const;
    defineMachine({ Comment: 'x', StartAt: 'A', States: { A: { ...common, Next: 'B' }, B: { ...common, End: true } } });
    // @ts-expect-error there is no state C
    defineMachine({ Comment: 'x', StartAt: 'A', States: { A: { ...common, Next: 'C' }, B: { ...common, End: true } } });
    // @ts-expect-error there is no state D
    defineMachine({ Comment: 'x', StartAt: 'D', States: { A: { ...common, End: true } } });
    const task = {
      Comment: 'x',
      Type: 'Task',
      Resource: 'r',
      TimeoutSeconds: 1,
      Parameters: {},
      ResultPath: '$',
      Retry: [],
    } as const;
    const catches = (name: 'RoutingDrifted') => [{ ErrorEquals: [name], Next: 'A' }] as const;
    defineMachine({
      Comment: 'x',
      StartAt: 'A',
      States: { A: { ...task, Catch: catches('RoutingDrifted'), End: true } },
    });
    // @ts-expect-error the error is called RoutingDrifted
    const misspelt: TaskState<'A'>['Catch'] = [{ ErrorEquals: ['RoutingDrift'], Next: 'A' }];
    expect(misspelt).toHaveLength(1);
  });
});

function nextStates(state: State): readonly string[] {
  const after = 'Next' in state && state.Next ? [state.Next] : [];
  const caught = 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  const chosen = state.Type === 'Choice' ? [...state.Choices.map(({ Next }) => Next), state.Default] : [];
  return [...after, ...caught, ...chosen];
}
