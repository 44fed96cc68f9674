import { targetName } from '../workflow/arns.ts';
import type { Usage } from '../workflow/expected-course.ts';
import { AWS_OPTIONS } from './aws-options.ts';
import { type Arguments, type Options, UsageFault } from './command.ts';
import { decimal } from './numbers.ts';

/** The options that say how often aliases are started, and how many of these executions fail. */
export const TRAFFIC_OPTIONS = {
  'per-minute': { type: 'string' },
  'failure-rate': { type: 'string' },
  'from-metrics': { type: 'boolean' },
  ...AWS_OPTIONS,
} satisfies Options;

/** How often each alias is started, as the options say; `fromMetrics`: as CloudWatch says. */
export type GivenTraffic =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'rate'; readonly perMinute: number }
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'fromMetrics'; readonly values: Arguments['values'] };

/** @throws UsageFault for values that do not fit, or not together */
export function givenTraffic(values: Arguments['values']): GivenTraffic {
  const perMinute = decimal('--per-minute', values['per-minute'], RATE);
  const failureRate = decimal('--failure-rate', values['failure-rate'], SHARE);
  if (values['from-metrics']) {
    const other = ['per-minute', 'failure-rate'].find((name) => values[name] !== undefined);
    if (other) throw new UsageFault(`--from-metrics reads what --${other} says: give one of them.`);
    return { kind: 'fromMetrics', values };
  }
  const idle = values.check ? undefined : Object.keys(AWS_OPTIONS).find((name) => values[name] !== undefined);
  if (idle) throw new UsageFault(`--${idle} is for --from-metrics and --check only.`);
  if (perMinute === undefined) {
    if (failureRate !== undefined) throw new UsageFault('--failure-rate needs --per-minute beside it.');
    return { kind: 'unknown' };
  }
  if (failureRate === undefined) return { kind: 'rate', perMinute };
  const executions = perMinute * DAY_MINUTES;
  return { kind: 'usage', usage: { perMinute, history: { executions, failures: executions * failureRate } } };
}

const RATE = { fits: (rate: number) => rate > 0, expected: 'a number above 0, such as 20 or 0.5' };
const SHARE = { fits: (rate: number) => rate <= 1, expected: 'a number from 0 to 1, such as 0.01 for 1 %' };
const DAY_MINUTES = 1440;

/** Targets that are used alike, by how they are. */
export async function usages(
  targets: readonly { readonly stateMachineArn: string; readonly alias: string }[],
  traffic: GivenTraffic & { readonly kind: 'usage' | 'fromMetrics' },
): Promise<readonly { readonly targets: readonly string[]; readonly usage: Usage }[]> {
  if (traffic.kind === 'usage') return [{ targets: targets.map(targetName), usage: traffic.usage }];
  // Only now, as loading the AWS SDK takes longer than all the rest.
  const { usualTraffic } = await import('./usual-traffic.ts');
  return Promise.all(
    targets.map(async (target) => ({
      targets: [targetName(target)],
      usage: await usualTraffic(target, traffic.values),
    })),
  );
}
