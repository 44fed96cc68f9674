import * as z from 'zod';
import { type CompareSettings, DEFAULT_COMPARE } from './compare-versions.ts';
import { byForm } from './parse.ts';
import type { Step } from './strategy.ts';

/** How a request wants its versions compared: what it leaves open is as in `DEFAULT_COMPARE`. */
export type CompareRequest = Pick<CompareSettings, 'falseRollbackRate' | 'minimumEffect' | 'finalBake'>;

const { falseRollbackRate, minimumEffect, finalBake } = DEFAULT_COMPARE;
const DEFAULT: CompareRequest = { falseRollbackRate, minimumEffect, finalBake };

const switchSchema = z.enum(['on', 'off']).transform((word) => (word === 'off' ? word : DEFAULT));
const settingsSchema = z.strictObject({
  falseRollbackRate: z.number().min(0.0001).max(0.5).default(falseRollbackRate),
  minimumEffect: z.number().min(0.01).max(0.99).default(minimumEffect),
  finalBake: z.enum(['on', 'off']).default(finalBake),
});

/** Shape of a request's `compare`: `"off"`, `"on"`, or settings. */
export const compareSchema = byForm(
  (value): z.ZodType<'off' | CompareRequest> =>
    value !== null && typeof value === 'object' ? settingsSchema : switchSchema,
).default(DEFAULT);

/** What one target is judged by at one step. The rate of false roll-backs is the whole deployment's: its targets share it. */
export function settingsOf(
  compare: CompareRequest,
  {
    targets,
    minimumExecutions,
    step,
    maximumHoldSeconds,
  }: {
    readonly targets: number;
    readonly minimumExecutions: number;
    readonly step: Pick<Step, 'minimumExecutions'>;
    readonly maximumHoldSeconds: number;
  },
): CompareSettings {
  return {
    ...compare,
    falseRollbackRate: compare.falseRollbackRate / targets,
    minimumExecutions: executionsWanted(minimumExecutions, step),
    maximumHoldSeconds,
  };
}

/** So many executions of the candidate must succeed before a step may end as healthy: of the request's number and the step's own the larger one counts. */
export function executionsWanted(minimumExecutions: number, step: Pick<Step, 'minimumExecutions'>): number {
  return Math.max(minimumExecutions, step.minimumExecutions ?? 0);
}
