import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { historyPage } from '../../report/html/history-page.ts';
import { reportPage } from '../../report/html/report-page.ts';
import { targetStory } from '../../report/target-story.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import { compared, long } from '../report/compared.ts';
import { hostile } from '../report/hostile.ts';
import { rolledBack } from '../report/records.ts';
import { LIVE, month } from '../report/stories.ts';
import { target } from '../report/targets.ts';
import { hasChromium, IN_CHROMIUM, openChromium } from './chromium.ts';
import { pageFaults, type View } from './page-faults.ts';

const { endedAt: _, ...running } = long(90, { outcome: 'Running', targets: [target()] });
const pause = { at: '2026-01-01T00:20:00.000Z', decision: 'pause', actor: 'kim', reason: 'lunch' } as const;
const unhealthy = compared(150, { candidate: [0, 9], stable: [9, 0] }, 9, {
  verdict: 'unhealthy',
  decision: 'rollBack',
});
const repair = [
  'aws stepfunctions update-state-machine-alias --state-machine-alias-arn arn:aws:states:us-east-1:123456789012',
];
const drifted = { ...rolledBack().cause!, reason: 'RoutingDrifted', repair };

const RECORDS: Readonly<Record<string, AuditRecord>> = {
  'a deployment that was rolled back': rolledBack({ targets: [target()], checks: [...rolledBack().checks, unhealthy] }),
  'one that was promoted': long(40, {
    targets: [target({ promoted: { kind: 'written', candidateWeight: 100, updatedAt: '2026-01-01T00:50:00.000Z' } })],
  }),
  'one that drifted': rolledBack({
    outcome: 'CriticalError',
    reason: 'RoutingDrifted',
    cause: drifted,
    targets: [target()],
  }),
  'one that is running': { ...running, decisions: [pause] },
  'one that was stopped': rolledBack({ outcome: 'ABORTED', reason: 'DeploymentStopped', cause: null }),
  'one whose names are as long as names can be': longNames(),
  'one of several machines that were not moved in lockstep': several(),
  'a hostile record': hostile(0),
  'another hostile record': hostile(3),
};

function longNames(): AuditRecord {
  const name = 'Ä'.repeat(80);
  const [machine, alarm, words] = [
    `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`,
    'A'.repeat(255),
    'because '.repeat(60),
  ];
  const firing = ['2026-01-01T00:10:40.000Z', '2026-01-01T00:10:50.000Z'].map((since, i) => ({
    name: alarm + i,
    since,
  }));
  const checks = rolledBack().checks.map((check) => ({ ...check, reasons: [alarm, words] }));
  const own = target({ stateMachineArn: machine, alias: name, candidate: { versionArn: `${machine}:123456789` } });
  return rolledBack({
    deployment: { executionArn: `arn:aws:states:us-east-1:123456789012:execution:${name}:${name}`, name },
    request: { requestedBy: name, reason: words, alarms: [alarm] },
    alarms: { watched: [alarm], ignored: [] },
    targets: [own, own],
    checks: [...checks.slice(0, 2), { ...checks[2]!, firing }],
    states: [...rolledBack().states, { name, visits: 1, seconds: 1, retries: 1 }],
    path: [...rolledBack().path, name],
    decisions: [{ ...pause, at: '2026-01-01T00:10:42.000Z', actor: name, reason: words }],
  });
}

function several(): AuditRecord {
  const counts = { candidate: [9, 1], stable: [9, 0] } as const;
  const names = ['orders', 'payments', 'shipments', 'n'.repeat(80)];
  const checks = names.map((name, i) => compared(60 + i, counts, i, { target: `${name}:live` }));
  const shifts = Object.fromEntries(names.map((name, i) => [name, [{ atSeconds: i, candidateWeight: 10 * (i + 1) }]]));
  return rolledBack({ checks, shifts, targets: names.map(() => target()) });
}

const VIEWS: readonly View[] = [
  { width: 360, colorScheme: 'light' },
  { width: 768, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 700, colorScheme: 'dark', print: true },
];

(hasChromium ? describe : describe.skip)(`the report, ${IN_CHROMIUM}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  test.each(Object.keys(RECORDS))(
    'of %s has no fault on a phone, a tablet and a desk, in light and dark',
    async (name) => {
      const html = reportPage({ record: RECORDS[name]!, machines: [] });
      for (const view of VIEWS) expect([view, ...(await pageFaults(browser, html, view))]).toEqual([view]);
    },
  );

  test('of the history of a target has none either', async () => {
    for (const records of [month(), []]) {
      const html = historyPage(targetStory(LIVE, records));
      for (const view of VIEWS) expect([view, ...(await pageFaults(browser, html, view))]).toEqual([view]);
    }
  });

  test('is found at fault where it is', async () => {
    const html =
      '<!doctype html><html lang="en"><title>t</title><main><h1>a</h1><div style="width:900px">b</div><svg></svg><svg class="chart" width="60" height="40"><text y="20">one</text><text y="20">other</text><text y="35">far too wide for its picture</text></svg><a href="https://evil.example">x</a><p style="color:#ccc">pale</p><script>console.log("x")</script></main>';
    const faults = await pageFaults(browser, html, { width: 360, colorScheme: 'light' });
    expect(faults).toEqual(
      expect.arrayContaining([
        'console: x',
        'it is 548 pixels too wide',
        'it has a script',
        'a link to https://evil.example',
        'a picture without words',
        'cut off: far too wide for its picture',
        'one over the other: one and other',
        expect.stringContaining('axe: color-contrast'),
      ]),
    );
  });
});
