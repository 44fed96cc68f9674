import { z } from 'zod';
import { ENDS, type EndName } from '../../workflow/ends.ts';
import { type AlarmInput, alarmSchema } from './alarm.ts';
import { refineScenario } from './contradictions.ts';
import { type DeployerText, deployerFields, type Upgrade } from './deployer.ts';
import { eventSchema, type ScenarioEvent } from './event.ts';
import type { ScenarioMocks } from './mocks.ts';
import { seconds, type Traffic, type TrafficText, trafficSchema } from './traffic.ts';

/** A deployment to rehearse: one machine or several in two versions each, their alarms and traffic, and the request to deploy them with. */
export interface Scenario {
  readonly name: string;
  /** The file it was read from, as messages name it. */
  readonly file: string;
  readonly machines: readonly [ScenarioMachine, ...ScenarioMachine[]];
  /** PutMetricAlarm or (with `AlarmRule`) PutCompositeAlarm inputs, as AWS takes them. */
  readonly alarms: readonly AlarmInput[];
  /** What happens from outside while the deployment runs. */
  readonly events: readonly ScenarioEvent[];
  /** Any JSON: the deployer gets it unchecked. */
  readonly request: unknown;
  readonly expect?: EndName;
  readonly seed: number;
}

export interface ScenarioMachine {
  readonly name: string;
  /** Where the scenario has it: `stateMachine` or `stateMachines[1]`. */
  readonly path: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly stable: DefinitionFile;
  readonly candidate: DefinitionFile;
  /** False: the request's alias is left absent. */
  readonly createAlias: boolean;
  /** True: the candidate has been released by hand before, as version 2, and has the aliases. */
  readonly released: boolean;
  readonly traffic: Traffic;
  /** What plays the services of its Task states. */
  readonly mocks?: ScenarioMocks;
  /** It is the deployer itself: stable is what is installed, the candidate an upgrade. */
  readonly upgrade?: Upgrade;
}

/** A definition as its author wrote it, and the path that messages name it by. */
export interface DefinitionFile {
  readonly file: string;
  readonly text: string;
}

const fileName = z.string().min(1);

/** Either; what it says is looked at when the definitions are known. */
function isMocks(value: unknown): boolean {
  if (typeof value === 'object') return value !== null && !Array.isArray(value);
  return value === undefined || (typeof value === 'string' && value !== '');
}

export const machineFields = {
  name: z.string().min(1),
  type: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  stable: fileName,
  candidate: fileName,
  createAlias: z.boolean().optional(),
  released: z.boolean().optional(),
  mocks: z.unknown().refine(isMocks, 'a mock configuration, or the name of a file with one').optional(),
};
const ownTraffic = { traffic: trafficSchema.optional() };

/** Either a machine in two definitions, or the deployer itself; chosen by what it looks like, so that messages are about that form. */
function machineSchema(more: { readonly traffic?: z.ZodOptional<typeof trafficSchema> }) {
  const ordinary = z.strictObject({ ...machineFields, ...more });
  const deployer = z.strictObject({ ...deployerFields, ...more });
  return z.unknown().transform((value, context): MachineText => {
    const isDeployer = typeof value === 'object' && value !== null && 'deployer' in value;
    const result = (isDeployer ? deployer : ordinary).safeParse(value);
    if (result.success) return result.data as MachineText;
    for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
    return z.NEVER;
  });
}

/** Shape of scenario.json. Unknown fields are refused, so that a misspelt one is not silently without effect. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).max(256).optional(),
    stateMachine: machineSchema({}).optional(),
    stateMachines: z.array(machineSchema(ownTraffic)).min(1).optional(),
    alarms: z.array(alarmSchema).default([]),
    traffic: trafficSchema.default({}),
    after: seconds.optional(),
    createAlias: z.boolean().optional(),
    events: z.array(eventSchema).default([]),
    request: z.unknown().refine((request) => request !== undefined, 'the request to start the deployer with'),
    expect: z.enum(ENDS).optional(),
    seed: z.int().min(0).default(1),
  })
  .superRefine(refineScenario);

export type ScenarioText = z.infer<typeof scenarioSchema>;
/** A machine as the scenario has it. */
export type MachineText = (z.infer<z.ZodObject<typeof machineFields>> | DeployerText) & {
  readonly traffic?: TrafficText | undefined;
};
