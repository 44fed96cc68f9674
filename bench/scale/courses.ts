import type { Wire } from '../../local/aws-json.ts';

/** When a deployment was where, in milliseconds; a state that it has not entered is not there. */
export interface Course {
  /** First entries. */
  readonly entered: Map<string, number>;
  /** How long each shift took, from the step's beginning until it was read back: the wait for its turn, most of all. */
  readonly shifts: number[];
}

/** In place of a state: the execution is over, one way or the other. */
export const ENDED = 'ended';

/** Follows deployments by their histories' events: of our deployer, and of the peer that is a state machine, too. */
export function courses(onState: (name: string, state: string) => void) {
  const all = new Map<string, Course>();
  const shifting = new Map<string, number>();
  return {
    all,
    see(executionArn: string, event: Wire, now: number): void {
      const isEnd = /^Execution(?!Started|Redriven)/.test(event.type);
      const state: string | undefined = isEnd ? ENDED : event.stateEnteredEventDetails?.name;
      const [, name] = /:(?:Stepshift|poll-loop):(.*)$/.exec(executionArn) ?? [];
      if (state === undefined || name === undefined) return;
      const course: Course = all.get(name) ?? { entered: new Map(), shifts: [] };
      all.set(name, course);
      if (!course.entered.has(state)) course.entered.set(state, now);
      if (state === 'ShiftTargets') shifting.set(name, now);
      if (state === 'ConfirmShift') course.shifts.push(now - shifting.get(name)!);
      onState(name, state);
    },
  };
}
