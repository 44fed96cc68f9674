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
const decisions = [{ at: '2026-01-01T00:20:00.000Z', decision: 'pause', actor: 'kim', reason: 'lunch' } as const];
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
  'one that is running': { ...running, decisions },
  'one that was stopped': rolledBack({ outcome: 'ABORTED', reason: 'DeploymentStopped', cause: null }),
  'a hostile record': hostile(0),
  'another hostile record': hostile(3),
};

const VIEWS: readonly View[] = [
  { width: 360, colorScheme: 'light' },
  { width: 768, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
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
      '<!doctype html><html lang="en"><title>t</title><main><h1>a</h1><div style="width:900px">b</div><svg></svg><a href="https://evil.example">x</a><p style="color:#ccc">pale</p><script>console.log("x")</script></main>';
    const faults = await pageFaults(browser, html, { width: 360, colorScheme: 'light' });
    expect(faults).toEqual(
      expect.arrayContaining([
        'console: x',
        'it is 548 pixels too wide',
        'it has a script',
        'a link to https://evil.example',
        'a picture without words',
        expect.stringContaining('axe: color-contrast'),
      ]),
    );
  });
});
