import type { Comparison, Finding } from '../benchmark.ts';
import { type Bill, callsOf } from './bill.ts';
import type { Looped } from './loop-deployment.ts';
import type { Rehearsed } from './our-deployment.ts';
import { dollarsOf } from './prices.ts';
import type { Release } from './release.ts';

/** One release, deployed by all. */
export interface Deployed {
  readonly name: string;
  readonly release: Release;
  readonly ours: Rehearsed;
  readonly loop: Looped;
  readonly script: Pick<Bill, 'calls'>;
}

const LOOP = 'loop, 60 s';
const SCRIPT = 'sfndeploy.py';

const WEEK_SECONDS = 604_800;
/** What a loop that looks each minute enters in a day, without its shifts. */
const LOOKS_OF_A_DAY = 3 * 1440;

const QUICK =
  'it looks each 10 seconds after a shift and each 30 later, and locks, proves and reads back each shift: a bad release is gone sooner. `pollSeconds` looks less often';
const AROUND =
  'what is left is what surrounds the looks: locks, two proofs a shift, a promotion that is read back. The loop has none of it; leaving any out would give up a promise';
const WITH_FUNCTIONS =
  'the loop has no functions: it reads no evidence but alarms, and proves nothing. Ours could call AWS from its states only by giving up the comparison of versions';
const METRICS =
  'nearly two thirds of it are the metrics by which it compares the versions, fourteen a look; the loop compares nothing. With alarms alone (`compare: "off"`) none is asked for, and `pollSeconds` looks less often';
const MORE_EVIDENCE =
  'each look reads the ledger, the alarms, CloudWatch’s counts and the list of failures; the loop reads alarms, and the script does so once a step. Fewer looks (`pollSeconds`) make it fewer';

/** What each takes, by how long it lasts; and why the loop has no numbers for what is too long for it. */
export function byDuration(all: readonly Deployed[]): readonly Finding[] {
  const comparison = (name: string, unit: string, of: (bill: Bill) => number, why: string): Comparison => ({
    name,
    unit,
    better: 'less',
    peers: [LOOP],
    rows: all.map((one) => ({
      name: one.name,
      ours: of(one.ours.bill),
      peers: [isThrough(one.loop) ? of(one.loop.bill) : null],
      why: whyOf(one.release, why),
    })),
  });
  const transitions = comparison('state transitions', '', (bill) => bill.transitions, QUICK);
  const calls = comparison('calls of AWS’s API', '', callsOf, MORE_EVIDENCE);
  return [
    {
      ...transitions,
      rows: transitions.rows.map((row, i) => ({
        ...row,
        ...(all[i]!.release.seconds === WEEK_SECONDS && { promise: { atMost: LOOKS_OF_A_DAY } }),
      })),
    },
    comparison('history events', '', ({ events }) => events, QUICK),
    comparison('Lambda invocations', '', ({ invocations }) => invocations, WITH_FUNCTIONS),
    {
      ...calls,
      peers: [LOOP, SCRIPT],
      rows: calls.rows.map((row, i) => ({ ...row, peers: [...row.peers, callsOf(all[i]!.script)] })),
    },
    comparison('cents', '¢', (bill) => 100 * dollarsOf(bill), METRICS),
    comparison('of that, cents for state transitions', '¢', (bill) => 100 * transitionsIn(bill), QUICK),
    ...all.flatMap(({ name, loop }) => (isThrough(loop) ? [] : [diedOf(name, loop)])),
    {
      name: 'sfndeploy.py, dollars',
      skipped: 'it needs a machine that lives as long: what that costs is anybody’s own',
    },
    {
      name: 'CloudFormation’s DeploymentPreference',
      skipped: 'no price of it was at hand, local AWS has no CloudFormation, and it ends after 35 hours',
    },
  ];
}

/** Where it looks as often as the loop does, or at the same alone, the usual reason is none. */
function whyOf({ pollSeconds, alarmsAlone }: Release, why: string): string {
  if (why === QUICK && pollSeconds !== undefined) return AROUND;
  return why === METRICS && alarmsAlone ? AROUND : why;
}

function transitionsIn({ transitions }: Bill): number {
  return dollarsOf({ transitions, invocations: 0, metrics: 0 });
}

function isThrough({ status }: Looped): boolean {
  return status === 'SUCCEEDED';
}

function diedOf(name: string, { error = '', bill }: Looped): Finding {
  const hours = (bill.seconds / 3600).toFixed(1);
  return {
    name: `${LOOP}, ${name}`,
    skipped: `AWS ends it after ${hours} hours with ${error}: ${bill.events} events fill its history, and its alias stays as it is`,
  };
}
