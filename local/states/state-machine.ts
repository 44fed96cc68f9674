import type { Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import type { Execution } from './execution.ts';
import type { Dimensions } from './execution-metrics.ts';
import type { Definition } from './interpreter/interpretation.ts';
import type { Lagging } from './lagging.ts';
import type { Routing } from './routing.ts';

/** What a state machine was told to run at one time. Every change makes a new one; the first has no id. */
export interface Revision {
  readonly id?: string;
  readonly date: EpochMillis;
  /** As its author wrote it. */
  readonly definitionText: string;
  /** The same parsed: one object per revision, so that what is derived from it can be kept. */
  readonly definition: Definition;
  readonly roleArn: string;
  readonly loggingConfiguration: Wire;
  readonly tracingConfiguration: Wire;
  readonly encryptionConfiguration?: Wire;
}

/** A revision that was published, for good. */
export interface Version {
  readonly number: number;
  readonly revision: Revision;
  readonly description?: string;
  readonly creationDate: EpochMillis;
}

export interface Alias {
  readonly name: string;
  readonly description?: string;
  readonly routing: Routing;
  readonly creationDate: EpochMillis;
  readonly updateDate: EpochMillis;
}

/** All that may change about a state machine; changing it means writing a new one. */
export interface MachineState {
  readonly status: 'ACTIVE' | 'DELETING';
  readonly revision: Revision;
  readonly versions: ReadonlyMap<number, Version>;
  readonly aliases: ReadonlyMap<string, Alias>;
}

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly creationDate: EpochMillis;
  /** What else the request that created it said: a request that repeats it is answered the same. */
  readonly createdWith: { readonly publish: boolean; readonly versionDescription?: string };
  /** `undefined` where its creation has not been heard of yet. */
  readonly state: Lagging<MachineState | undefined>;
  readonly tags: Map<string, string>;
  /** The number of the latest version ever published; numbers are not used again. */
  latestVersion: number;
  /** Executions under way. */
  running: number;
  /** Those of a STANDARD machine that are kept, in the order they were started. */
  readonly executions: Set<Execution>;
  /** What executions report under, by version and alias; kept because it is the same for each of them. */
  readonly dimensions: Map<string, Dimensions>;
}

/** The state that is certain, of a machine that exists. */
export function stateOf(machine: StateMachine): MachineState {
  return machine.state.current!;
}

/** Writes a state that differs from the current one in `change`. */
export function changeState(machine: StateMachine, change: Partial<MachineState>): void {
  machine.state.write({ ...stateOf(machine), ...change });
}
