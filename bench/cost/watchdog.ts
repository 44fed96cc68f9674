import type { Measurement } from '../benchmark.ts';
import { callsOf } from './bill.ts';
import type { Rehearsed } from './our-deployment.ts';
import { dollarsOf } from './prices.ts';

const MONTH_SECONDS = 30 * 86_400;

/** What the watchdog takes in a month, whether anything is deployed or not: one for all deployments. */
export function watchdogFindings({ bill, watchdog }: Rehearsed): readonly Measurement[] {
  const months = MONTH_SECONDS / bill.seconds;
  const { invocations } = watchdog;
  return [
    { name: 'the watchdog, invocations in 30 days', value: months * invocations, unit: '' },
    { name: 'the watchdog, calls in 30 days while a deployment is open', value: months * callsOf(watchdog), unit: '' },
    {
      name: 'the watchdog, cents in 30 days',
      value: 100 * months * dollarsOf({ transitions: 0, invocations, metrics: 0 }),
      unit: '¢',
    },
  ];
}
