import { z } from 'zod';
import { ENDS, type EndName } from '../../workflow/ends.ts';
import { type AlarmInput, alarmSchema } from './alarm.ts';
import type { ScenarioMocks } from './mocks.ts';

/** A deployment to rehearse: a machine in two versions, its alarms and traffic, and the request to deploy it with. */
export interface Scenario {
  readonly name: string;
  /** The file it was read from, as messages name it. */
  readonly file: string;
  readonly machine: ScenarioMachine;
  /** PutMetricAlarm or (with `AlarmRule`) PutCompositeAlarm inputs, as AWS takes them. */
  readonly alarms: readonly AlarmInput[];
  readonly traffic: Traffic;
  /** How long traffic goes on after the deployment's end. */
  readonly afterSeconds: number;
  /** Any JSON: the deployer gets it unchecked. */
  readonly request: unknown;
  readonly expect?: EndName;
  readonly seed: number;
}

export interface ScenarioMachine {
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly stable: DefinitionFile;
  readonly candidate: DefinitionFile;
  /** False: the request's alias is left absent. */
  readonly createAlias: boolean;
  /** What plays the services of its Task states. */
  readonly mocks?: ScenarioMocks;
}

/** A definition as its author wrote it, and the path that messages name it by. */
export interface DefinitionFile {
  readonly file: string;
  readonly text: string;
}

export interface Traffic {
  readonly perMinute: number;
  /** Drawn in turn. */
  readonly inputs: readonly unknown[];
  readonly warmUpSeconds: number;
}

/** Beyond a thousand starts a second a rehearsal would only grow slow and tell nothing more. */
const MAXIMUM_PER_MINUTE = 60_000;
const MAXIMUM_SECONDS = 31_536_000;

const seconds = z.number().min(0).max(MAXIMUM_SECONDS);
const fileName = z.string().min(1);

/** Either; what it says is looked at when the definitions are known. */
function isMocks(value: unknown): boolean {
  if (typeof value === 'object') return value !== null && !Array.isArray(value);
  return value === undefined || (typeof value === 'string' && value !== '');
}

/** Shape of scenario.json. Unknown fields are refused, so that a misspelt one is not silently without effect. */
export const scenarioSchema = z.strictObject({
  name: z.string().min(1).max(256).optional(),
  stateMachine: z.strictObject({
    name: z.string().min(1),
    type: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
    stable: fileName,
    candidate: fileName,
    createAlias: z.boolean().optional(),
    mocks: z.unknown().refine(isMocks, 'a mock configuration, or the name of a file with one').optional(),
  }),
  alarms: z.array(alarmSchema).default([]),
  traffic: z
    .strictObject({
      perMinute: z.number().min(0).max(MAXIMUM_PER_MINUTE).default(0),
      inputs: z.array(z.unknown()).min(1).default([{}]),
      warmUpSeconds: seconds.default(600),
      after: seconds.optional(),
    })
    .prefault({}),
  after: seconds.optional(),
  createAlias: z.boolean().optional(),
  request: z.unknown().refine((request) => request !== undefined, 'the request to start the deployer with'),
  expect: z.enum(ENDS).optional(),
  seed: z.int().min(0).default(1),
});

export type ScenarioText = z.infer<typeof scenarioSchema>;
