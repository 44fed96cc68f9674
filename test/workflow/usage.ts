import type { Usage } from '../../workflow/expected-course.ts';

/** A target that was used alike for a day. */
export function used(perMinute: number, failureRate: number): Usage {
  const executions = perMinute * 1440;
  return { perMinute, history: { executions, failures: executions * failureRate } };
}
