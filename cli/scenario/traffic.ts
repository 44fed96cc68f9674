import { z } from 'zod';
import { ALIAS_NAME } from '../../workflow/arns.ts';

/** The executions that a rehearsal starts on one machine. */
export interface Traffic {
  /** In the order of their times. */
  readonly phases: readonly Phase[];
  /** How long it runs before the deployment starts. */
  readonly warmUpSeconds: number;
  /** How long it goes on after the deployment's end. */
  readonly afterSeconds: number;
}

/** A stretch of time with starts of one kind, in seconds since the deployment's start. */
export interface Phase {
  readonly fromSeconds: number;
  /** Absent: until the traffic ends. */
  readonly untilSeconds?: number;
  readonly perMinute: number;
  /** Starts come as they do from many independent callers, not at even distances. */
  readonly poisson: boolean;
  readonly inputs: Inputs;
  /** An alias beside the request's, or the number of a version; absent: the request's alias. */
  readonly through?: string | number;
}

/** Taken in turn, or each drawn with its share. */
export type Inputs =
  | { readonly kind: 'inTurn'; readonly inputs: readonly unknown[] }
  | { readonly kind: 'byShare'; readonly shares: readonly InputShare[] };

interface InputShare {
  readonly input?: unknown;
  readonly share: number;
}

/** Beyond a thousand starts a second a rehearsal would only grow slow and tell nothing more. */
const MAXIMUM_PER_MINUTE = 60_000;
const MAXIMUM_SECONDS = 31_536_000;
const DEFAULT_WARM_UP_SECONDS = 600;
/** Shares are written in decimals, whose sum misses 1 by a little. */
const ROUNDING = 1e-9;

/** A span of time, as scenarios spell it. */
export const seconds = z.number().min(0).max(MAXIMUM_SECONDS);

const given = z.unknown().refine((input) => input !== undefined, 'an input, which may be any JSON');

const startsFields = {
  perMinute: z.number().min(0).max(MAXIMUM_PER_MINUTE).optional(),
  poisson: z.boolean().optional(),
  inputs: z.array(z.unknown()).min(1).optional(),
  inputShares: z
    .array(z.strictObject({ input: given, share: z.number().min(0).max(1) }))
    .min(1)
    .refine((shares) => Math.abs(sumOf(shares) - 1) < ROUNDING, 'shares that add up to 1')
    .optional(),
  through: z
    .custom<string | number>(isWay, 'the name of an alias beside the request’s, or the number of a version')
    .optional(),
};
const EITHER = { path: ['inputShares'], message: 'either inputs or inputShares, not both' };

const steadySchema = z
  .strictObject({ ...startsFields, warmUpSeconds: seconds.optional(), after: seconds.optional() })
  .refine(hasOneKindOfInputs, EITHER);
const phaseSchema = z
  .strictObject({ ...startsFields, fromSeconds: z.number().min(-MAXIMUM_SECONDS).max(MAXIMUM_SECONDS) })
  .refine(hasOneKindOfInputs, EITHER);
const phasesSchema = z.array(phaseSchema).min(1).superRefine(refuseDoubles);
const neitherSchema = z.custom<never>(() => false, 'an object, or a list of phases');

type SteadyText = z.infer<typeof steadySchema>;
type PhaseText = z.infer<typeof phaseSchema>;
export type TrafficText = SteadyText | readonly PhaseText[];

/** Shape of `traffic`: one for all times, or a list of phases. */
export const trafficSchema = z.unknown().transform((value, context): TrafficText => {
  const result = schemaFor(value).safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
});

/** Chosen by what the value looks like, so that messages are about that form. */
function schemaFor(value: unknown) {
  if (Array.isArray(value)) return phasesSchema;
  return typeof value === 'object' && value !== null ? steadySchema : neitherSchema;
}

/**
 * The traffic of one machine.
 * @param general what the scenario says for all machines
 * @param own what it says of this machine: instead, or member by member where both are no lists
 * @param after what it says of the time after the end, where traffic itself says nothing of it
 */
export function trafficOf(general: TrafficText, own?: TrafficText, after?: number): Traffic {
  const given = own === undefined ? general : isPhases(own) || isPhases(general) ? own : merged(general, own);
  if (isPhases(given)) {
    const from = Math.min(...given.map(({ fromSeconds }) => fromSeconds));
    return { phases: phasesOf(given), warmUpSeconds: Math.max(0, -from), afterSeconds: after ?? 0 };
  }
  const { warmUpSeconds = DEFAULT_WARM_UP_SECONDS, after: ownAfter, ...starts } = given;
  const phases = phasesOf([{ ...starts, fromSeconds: -warmUpSeconds }]);
  return { phases, warmUpSeconds, afterSeconds: ownAfter ?? after ?? 0 };
}

/** Array.isArray does not tell a read-only list from an object. */
function isPhases(text: TrafficText): text is readonly PhaseText[] {
  return Array.isArray(text);
}

function merged({ inputs, inputShares, ...others }: SteadyText, own: SteadyText): SteadyText {
  const hasInputs = own.inputs !== undefined || own.inputShares !== undefined;
  return { ...others, ...(!hasInputs && { inputs, inputShares }), ...own };
}

function phasesOf(texts: readonly PhaseText[]): readonly Phase[] {
  const inOrder = [...texts].sort((one, other) => one.fromSeconds - other.fromSeconds);
  return inOrder.map((text, index) => {
    const { fromSeconds, perMinute = 0, poisson = false, through } = text;
    // A phase ends the one before it on the same way; others go on beside it.
    const next = inOrder.slice(index + 1).find((later) => later.through === through);
    return {
      fromSeconds,
      ...(next && { untilSeconds: next.fromSeconds }),
      perMinute,
      poisson,
      inputs: inputsOf(text),
      ...(through !== undefined && { through }),
    };
  });
}

function inputsOf({ inputs = [{}], inputShares }: PhaseText): Inputs {
  return inputShares ? { kind: 'byShare', shares: inputShares } : { kind: 'inTurn', inputs };
}

function hasOneKindOfInputs({ inputs, inputShares }: { readonly inputs?: unknown; readonly inputShares?: unknown }) {
  return inputs === undefined || inputShares === undefined;
}

/** Two phases of one time on one way: the first would be silently without effect. */
function refuseDoubles(phases: readonly PhaseText[], context: z.core.$RefinementCtx): void {
  for (const [index, { fromSeconds, through }] of phases.entries()) {
    const before = phases.slice(0, index);
    if (!before.some((other) => other.fromSeconds === fromSeconds && other.through === through)) continue;
    const message = 'a time at which no other phase through the same alias or version begins';
    context.addIssue({ code: 'custom', path: [index, 'fromSeconds'], message });
  }
}

function isWay(value: unknown): boolean {
  return typeof value === 'string' ? ALIAS_NAME.test(value) : Number.isSafeInteger(value) && Number(value) >= 1;
}

function sumOf(shares: readonly InputShare[]): number {
  return shares.reduce((sum, { share }) => sum + share, 0);
}
