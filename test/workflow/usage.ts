import { DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import type { Rules, Usage } from '../../workflow/expected-course.ts';
import { MAXIMUM_EXTENSION_SECONDS } from '../../workflow/limits.ts';

/** A target that was used alike for a day. */
export function used(perMinute: number, failureRate: number): Usage {
  const executions = perMinute * 1440;
  return { perMinute, history: { executions, failures: executions * failureRate } };
}

/** What a request is judged by that says nothing about it. */
export const DEFAULT_RULES: Rules = {
  settingsAt: () => DEFAULT_COMPARE,
  maximumExtensionSeconds: MAXIMUM_EXTENSION_SECONDS,
  onInconclusive: 'extend',
};
