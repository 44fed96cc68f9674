import { DOLLARS_PER_TRANSITION } from '../../workflow/limits.ts';
import type { Bill } from './bill.ts';

/**
 * List prices of us-east-1 in dollars, November 2026, whatever is free to an account left out. Step Functions, $25 a million transitions, tries counted: its pricing page, told by wring.co in March 2026. Lambda, $0.20 a
 * million requests and arm64 by the GB-second: the same. CloudWatch GetMetricData, $0.01 for a thousand metrics asked for: from memory, to be read again at its source. No price was at hand for DynamoDB's requests:
 * they are counted among the calls and cost nothing here.
 */
export const PRICES = {
  transition: DOLLARS_PER_TRANSITION,
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGigabyteSecond: 0.000_013_333_4,
  metric: 0.01 / 1000,
} as const;

/** What the deployer's functions are installed with. */
export const FUNCTION_GIGABYTES = 0.5;
/** Assumed, not measured: a call or two of AWS's API, in a function that is warm. Rounded up to the millisecond, nothing else is billed. */
export const ASSUMED_FUNCTION_SECONDS = 0.2;

/** What AWS charges for it, in dollars. */
export function dollarsOf({
  transitions,
  invocations,
  metrics,
}: Pick<Bill, 'transitions' | 'invocations' | 'metrics'>) {
  const invocation = PRICES.lambdaRequest + FUNCTION_GIGABYTES * ASSUMED_FUNCTION_SECONDS * PRICES.lambdaGigabyteSecond;
  return transitions * PRICES.transition + invocations * invocation + metrics * PRICES.metric;
}
