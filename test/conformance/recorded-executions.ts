import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { seededRandom } from '../../local/random.ts';
import { interpret } from '../../local/states/interpreter/interpret.ts';
import type { End, HistoryEvent } from '../../local/states/interpreter/interpretation.ts';
import type { StartedTask, TaskOutcome, TaskServices } from '../../local/states/interpreter/task-services.ts';
import { VirtualClock } from '../../local/virtual-clock.ts';

/** Executions recorded on AWS lie beside the project, where there are any. Their README says what a case has. */
const folder = new URL('../../../shared/conformance/executions/', import.meta.url);

export const recordingsArePresent = existsSync(folder);

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON
type Json = any;

export interface RecordedCase {
  readonly area: string;
  readonly name: string;
  readonly definition: Json;
  readonly input?: Json;
  readonly now?: string;
  readonly tasks?: Readonly<Record<string, readonly Attempt[]>>;
  readonly placeholders?: readonly string[];
  readonly compare: string;
  readonly eventOrder?: 'exact' | 'concurrent' | 'partial';
  readonly expect: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
    readonly events?: readonly Json[];
  };
}

interface Attempt {
  readonly request?: Json;
  readonly submit?: Json;
  readonly return?: Json;
  readonly throw?: { readonly error?: string; readonly cause?: string };
  /** Something else ended the branch before the task answered: it may as well not be asked. */
  readonly pending?: boolean;
}

export function loadRecordings(): RecordedCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return cases.map((recorded: Json) => ({ ...recorded, area: file.replace('.json', '') }));
  });
}

type Matches = (expected: Json, actual: Json, placeholders?: readonly string[]) => boolean;

export async function loadMatches(): Promise<Matches> {
  return (await import(pathToFileURL(new URL('compare.mjs', folder).pathname).href)).matches;
}

export interface Outcome {
  readonly end: End | undefined;
  readonly events: readonly Json[];
  /** States that were tried less often than on AWS. */
  readonly untried: readonly string[];
}

/** Runs a recorded case in virtual time, with its recorded task outcomes. */
export async function runRecorded(recorded: RecordedCase, matches: Matches): Promise<Outcome> {
  const clock = new VirtualClock(recorded.now ? Date.parse(recorded.now) : Date.UTC(2026, 0, 1));
  const express = recorded.area === 'express';
  const left = new Map(Object.entries(recorded.tasks ?? {}).map(([state, attempts]) => [state, [...attempts]]));
  let end: End | undefined;
  const interpretation = interpret({
    definition: recorded.definition,
    input: JSON.stringify(recorded.input === undefined ? {} : recorded.input),
    execution: {
      arn: `arn:aws:states:us-east-1:111111111111:${express ? 'express:machine:run:1' : 'execution:machine:run'}`,
      name: 'run',
      roleArn: 'arn:aws:iam::111111111111:role/any',
      stateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine',
      stateMachineName: 'machine',
      startTime: clock.now(),
      express,
    },
    clock,
    random: seededRandom(1),
    taskServices: playback(recorded, left, matches),
    onEnd: (how) => {
      end = how;
    },
  });
  await clock.runUntilIdle();
  const untried = [...left].filter(([, attempts]) => attempts.some(({ pending }) => !pending)).map(([state]) => state);
  return { end, events: interpretation.history.map(readable), untried };
}

function playback(recorded: RecordedCase, left: ReadonlyMap<string, Attempt[]>, matches: Matches): TaskServices {
  return {
    start({ stateName, parameters }): StartedTask {
      const attempts = left.get(stateName) ?? [];
      const index = attempts.findIndex(
        ({ request }) => request === undefined || matches(request, parameters, recorded.placeholders),
      );
      const attempt = attempts.splice(index, 1)[0];
      if (index < 0 || !attempt) throw new Error(`the recording has no more attempts for ${stateName}`);
      return {
        outcome: outcomeOf(attempt),
        ...(attempt.submit === undefined ? {} : { submitted: Promise.resolve(attempt.submit) }),
        cancel() {},
      };
    },
  };
}

function outcomeOf(attempt: Attempt): Promise<TaskOutcome> {
  if ('return' in attempt) return Promise.resolve({ kind: 'succeeded', output: attempt.return });
  if (attempt.throw) return Promise.resolve({ kind: 'failed', ...attempt.throw });
  return new Promise(() => {});
}

const DROPPED = new Set([
  'timestamp',
  'roleArn',
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'stateMachineAliasArn',
  'stateMachineVersionArn',
]);

/** An event as the recordings have it: JSON text is parsed, and what differs on every run is left out. */
function readable(event: HistoryEvent): Json {
  const kept = Object.entries(event).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key.endsWith('EventDetails') ? readableDetails(value) : value]),
  );
}

function readableDetails(details: Json): Json {
  const kept = Object.entries<Json>(details).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (['input', 'output', 'parameters'].includes(key)) return [key, JSON.parse(value)];
      if (key !== 'assignedVariables') return [key, value];
      return [key, Object.fromEntries(Object.entries<string>(value).map(([name, text]) => [name, JSON.parse(text)]))];
    }),
  );
}

/** What holds of a case: how the execution ended, AWS's wording of the cause, the order of events, every detail of every event. */
export interface Verdict {
  readonly status: boolean;
  readonly end: boolean;
  readonly cause: boolean;
  /** Undefined where no history was recorded. */
  readonly order?: boolean;
  readonly exact?: boolean;
  readonly difference?: string;
}

export function judge(recorded: RecordedCase, { end, events, untried }: Outcome, matches: Matches): Verdict {
  const { expect, placeholders } = recorded;
  const error = end && end.status !== 'SUCCEEDED' ? end.error : undefined;
  const cause = end && end.status !== 'SUCCEEDED' ? end.cause : undefined;
  const status = end?.status === expect.status;
  const output = end?.status === 'SUCCEEDED' ? JSON.parse(end.output) : undefined;
  const ended =
    status &&
    untried.length === 0 &&
    (expect.output === undefined || matches(expect.output, output, placeholders)) &&
    (expect.error === undefined ? error === undefined : matches(expect.error, error, placeholders));
  const verdict = {
    status,
    end: ended,
    cause: ended && (expect.cause === undefined || matches(expect.cause, cause, placeholders)),
  };
  const different = `expected ${JSON.stringify(expect.output ?? [expect.error, expect.cause])}, got ${JSON.stringify(end)}`;
  if (!expect.events) return { ...verdict, ...(verdict.cause ? {} : { difference: different }) };
  return { ...verdict, ...judgeHistory(recorded, events, matches, verdict.cause ? undefined : different) };
}

function judgeHistory(
  { expect, placeholders, eventOrder }: RecordedCase,
  events: readonly Json[],
  matches: Matches,
  before?: string,
) {
  const wanted = expect.events!.map(step);
  const seen = events.map(step);
  const overlapping = eventOrder !== 'exact';
  const order = overlapping ? isDeepStrictEqual(wanted.sort(), seen.sort()) : isDeepStrictEqual(wanted, seen);
  const i = expect.events!.findIndex((event, index) => !events[index] || !matches(event, events[index], placeholders));
  const exact = order && (overlapping || i < 0);
  if (exact && before === undefined) return { order, exact };
  const event = `event ${i + 1}: expected ${JSON.stringify(expect.events![i])}, got ${JSON.stringify(events[i])}`;
  return { order, exact, difference: before ?? event };
}

function step(event: Json): string {
  return `${event.type}:${event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? ''}`;
}
