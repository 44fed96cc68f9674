import type { Grid } from '../benchmark.ts';
import { callsOf } from './bill.ts';
import type { Rehearsed } from './our-deployment.ts';
import { dollarsOf } from './prices.ts';

interface Named {
  readonly name: string;
  readonly ours: Rehearsed;
}

/** What ours takes, by what grows. */
export function growth(name: string, grown: readonly Named[]): Grid {
  const row = (title: string, of: (one: Rehearsed) => number) => ({
    name: title,
    values: grown.map(({ ours }) => of(ours)),
  });
  return {
    name: `ours, ${name}`,
    columns: grown.map((one) => one.name),
    rows: [
      row('looks', ({ bill }) => bill.calls.DescribeAlarms ?? 0),
      row('state transitions', ({ bill }) => bill.transitions),
      row('history events', ({ bill }) => bill.events),
      row('Lambda invocations', ({ bill }) => bill.invocations),
      row('calls of AWS’s API', ({ bill }) => callsOf(bill)),
      row('metrics asked for', ({ bill }) => bill.metrics),
      row('cents', ({ bill }) => 100 * dollarsOf(bill)),
    ],
  };
}

/** Ours, by operation. */
export function callsGrid(all: readonly Named[]): Grid {
  const names = [...new Set(all.flatMap(({ ours }) => Object.keys(ours.bill.calls)))].sort();
  return {
    name: 'ours, calls by operation',
    columns: all.map((one) => one.name),
    rows: names.map((name) => ({ name, values: all.map(({ ours }) => ours.bill.calls[name] ?? 0) })),
  };
}
