import type { DeploymentDocument } from '../workflow/document.ts';
import { inWords } from './duration.ts';
import { type Paint, weightBar } from './paint.ts';

/** Where a deployment stands in its plan, in figures. */
export interface StepStanding {
  /** From 1. */
  readonly step: number;
  readonly of: number;
  readonly weightPercent: number;
  /** Of this step's bake. */
  readonly stepSecondsLeft: number;
  /** Of all bakes, if everything stays healthy. */
  readonly secondsLeft: number;
  readonly waitsFor?: 'resume' | 'approval' | 'decision';
}

/**
 * Undefined before the first step has begun to bake.
 * @param now by AWS's clock
 */
export function stepStanding(
  { step, health, plan }: Pick<DeploymentDocument, 'step' | 'health' | 'plan'>,
  now: Date,
): StepStanding | undefined {
  if (!step || !health || !plan) return undefined;
  const stepSecondsLeft = Math.max(0, (Date.parse(health.bakeEndsAt) - now.getTime()) / 1000);
  const later = plan.steps.slice(step.number).reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
  return {
    step: step.number,
    of: step.of,
    weightPercent: step.weightPercent,
    stepSecondsLeft,
    secondsLeft: stepSecondsLeft + later,
    ...(health.waitsFor && { waitsFor: health.waitsFor }),
  };
}

const WAITS = {
  approval: 'waiting for somebody to approve it',
  resume: 'paused: waiting for somebody to resume it',
  decision: 'waiting for somebody to decide',
} as const;

/** `step 1 of 2  ━───────── 10 %  3 minutes left, 8 minutes in all` */
export function stepLine(standing: StepStanding, paint: Paint): string {
  const { step, of, weightPercent } = standing;
  return `step ${step} of ${of}  ${weightBar(weightPercent, paint)} ${weightPercent} %  ${timeLeft(standing, paint)}`;
}

function timeLeft({ step, of, stepSecondsLeft, secondsLeft, waitsFor }: StepStanding, paint: Paint): string {
  if (waitsFor) return paint.unsure(WAITS[waitsFor]);
  if (stepSecondsLeft < 1) return 'its time is over: going on as the evidence allows';
  if (step === of) return `${inWords(stepSecondsLeft)} left`;
  return `${inWords(stepSecondsLeft)} left, about ${inWords(secondsLeft)} in all`;
}
