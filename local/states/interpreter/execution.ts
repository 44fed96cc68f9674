import type { Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { History } from './history.ts';
import type { InterpretationOptions } from './interpretation.ts';
import type { Pace } from './pace.ts';
import type { TaskServices, UnservedTask } from './task-services.ts';
import type { Turns } from './turns.ts';

/** What all lines of work of an execution share. */
export interface Execution {
  readonly about: InterpretationOptions['execution'];
  readonly region: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly taskServices: TaskServices;
  readonly history: History;
  /** Whether somebody is going to read the history. */
  readonly recording: boolean;
  readonly turns: Turns;
  /** Only an EXPRESS execution has one: the history of a STANDARD one ends every loop. */
  readonly pace: Pace | undefined;
  /** Another one after a redrive. */
  contextExecution: Wire;
  readonly contextStateMachine: Wire;
  /** How often each Task state was tried. */
  readonly attempts: Map<string, number>;
  /** False when the execution must end at its next transition. */
  readonly mayGoOn: () => boolean;
  readonly onUnserved: ((unserved: UnservedTask) => void) | undefined;
}
