import * as z from 'zod';
import { SECONDS_PER_YEAR } from './limits.ts';
import { byForm } from './parse.ts';

/** How weight moves: what a request's `strategy` may be, and the steps it means. */
export type Strategy = z.infer<typeof strategySchema>;

/** A candidate weight and the time it is watched at that weight. */
export interface Step {
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** Successful executions of the candidate, since the deployment began, before this step may end as healthy. */
  readonly minimumExecutions?: number;
  /** When it could end, it waits for somebody to approve it. */
  readonly approval?: boolean;
}

const NAMED = /^(Canary|Linear|Exponential)(\d{1,3})Percent(Every)?(\d{1,6})(Second|Minute|Hour)s?$/;
const NAMED_EXPECTED =
  'AllAtOnce, Canary<P>Percent<N>Minutes, Linear<P>PercentEvery<N>Minutes or Exponential<P>PercentEvery<N>Minutes (P from 1 to 99)';
const UNIT_SECONDS = { Second: 1, Minute: 60, Hour: 3600 } as const;

/** Watching at 100 % where nothing else says how long. */
const DEFAULT_FINAL_BAKE_SECONDS = 300;

const percentage = z.int().min(1).max(99);
const interval = {
  intervalSeconds: z.int().min(1).max(SECONDS_PER_YEAR).optional(),
  intervalMinutes: z
    .int()
    .min(1)
    .max(SECONDS_PER_YEAR / 60)
    .optional(),
};
const oneInterval = (value: { intervalSeconds?: number | undefined; intervalMinutes?: number | undefined }): boolean =>
  (value.intervalSeconds === undefined) !== (value.intervalMinutes === undefined);
const atMostOneInterval = (value: {
  intervalSeconds?: number | undefined;
  intervalMinutes?: number | undefined;
}): boolean => value.intervalSeconds === undefined || value.intervalMinutes === undefined;

const namedSchema = z.string().refine((name) => name === 'AllAtOnce' || named(name) !== undefined, NAMED_EXPECTED);
const gradualSchema = z
  .strictObject({ type: z.enum(['canary', 'linear', 'exponential']), percentage, ...interval })
  .refine(oneInterval, 'either intervalSeconds or intervalMinutes');
const allAtOnceSchema = z
  .strictObject({ type: z.literal('allAtOnce'), ...interval })
  .refine(atMostOneInterval, 'at most one of intervalSeconds and intervalMinutes');
/** A count that a request may ask for; a machine has at most a million open executions (Step Functions quotas). */
export const executionCount = z.int().min(0).max(1_000_000);
const stepSchema = z.strictObject({
  weight: z.int().min(1).max(100),
  bakeSeconds: z.int().min(0).max(SECONDS_PER_YEAR),
  minimumExecutions: executionCount.optional(),
  approval: z.boolean().optional(),
});
const stepsSchema = z.strictObject({
  steps: z
    .array(stepSchema)
    .min(1)
    .max(100)
    .refine(
      (steps) => steps.every((step, i) => i === 0 || step.weight > steps[i - 1]!.weight),
      'weights that rise from step to step',
    ),
});

/** Shape of a request's `strategy`: a name, `{type, percentage, interval…}`, or explicit `{steps}`. */
export const strategySchema = byForm(schemaFor);

function schemaFor(value: unknown) {
  if (typeof value === 'string') return namedSchema;
  if (value !== null && typeof value === 'object' && 'steps' in value) return stepsSchema;
  if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'allAtOnce')
    return allAtOnceSchema;
  return gradualSchema;
}

/**
 * The steps a strategy means, the last one at 100 percent: its bake is the final one.
 * @param finalBakeSeconds the request's own word on the final bake, where it says one
 */
export function stepsOf(strategy: Strategy, finalBakeSeconds: number | undefined): readonly Step[] {
  if (typeof strategy === 'object' && 'steps' in strategy) return explicitSteps(strategy.steps, finalBakeSeconds);
  const {
    type,
    percentage = 100,
    intervalSeconds,
  } = typeof strategy === 'string' ? named(strategy)! : inSeconds(strategy);
  const finalBake = finalBakeSeconds ?? intervalSeconds ?? DEFAULT_FINAL_BAKE_SECONDS;
  const weights = type === 'allAtOnce' ? [] : weightsBelow100(type, percentage);
  return [
    ...weights.map((weightPercent) => ({ weightPercent, bakeSeconds: intervalSeconds! })),
    { weightPercent: 100, bakeSeconds: finalBake },
  ];
}

function explicitSteps(
  steps: readonly z.infer<typeof stepSchema>[],
  finalBakeSeconds: number | undefined,
): readonly Step[] {
  const given = steps.map(({ weight, bakeSeconds, minimumExecutions, approval }) => ({
    weightPercent: weight,
    bakeSeconds,
    ...(minimumExecutions === undefined ? {} : { minimumExecutions }),
    ...(approval ? { approval } : {}),
  }));
  const last = given.at(-1)!;
  if (last.weightPercent < 100)
    return [...given, { weightPercent: 100, bakeSeconds: finalBakeSeconds ?? DEFAULT_FINAL_BAKE_SECONDS }];
  return [...given.slice(0, -1), { ...last, bakeSeconds: finalBakeSeconds ?? last.bakeSeconds }];
}

function weightsBelow100(type: 'canary' | 'linear' | 'exponential', percentage: number): number[] {
  const weights: number[] = [];
  for (let weight = percentage; weight < 100; weight = type === 'linear' ? weight + percentage : weight * 2) {
    weights.push(weight);
    if (type === 'canary') break;
  }
  return weights;
}

interface Interval {
  readonly type: 'canary' | 'linear' | 'exponential' | 'allAtOnce';
  readonly percentage?: number;
  readonly intervalSeconds?: number;
}

function inSeconds(strategy: z.infer<typeof gradualSchema> | z.infer<typeof allAtOnceSchema>): Interval {
  const seconds =
    strategy.intervalSeconds ?? (strategy.intervalMinutes === undefined ? undefined : strategy.intervalMinutes * 60);
  return {
    type: strategy.type,
    ...('percentage' in strategy ? { percentage: strategy.percentage } : {}),
    ...(seconds === undefined ? {} : { intervalSeconds: seconds }),
  };
}

/** What a strategy's name means; undefined for a name that is none. */
function named(name: string): Interval | undefined {
  if (name === 'AllAtOnce') return { type: 'allAtOnce' };
  const [, kind, percent, every, count, unit] = NAMED.exec(name) ?? [];
  if (!kind || (kind !== 'Canary') !== (every !== undefined)) return undefined;
  const intervalSeconds = Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  const percentage = Number(percent);
  if (percentage < 1 || percentage > 99 || intervalSeconds < 1 || intervalSeconds > SECONDS_PER_YEAR) return undefined;
  return { type: kind.toLowerCase() as 'canary' | 'linear' | 'exponential', percentage, intervalSeconds };
}
