import { describe, expect, test } from '@jest/globals';
import { reportPage } from '../../../report/html/report-page.ts';
import { compared, long } from '../compared.ts';
import { hostile, PAYLOADS } from '../hostile.ts';
import { rolledBack } from '../records.ts';
import { target } from '../targets.ts';

const page = (record = rolledBack({ targets: [target()] })): string => reportPage({ record, machines: [] });

const OURS = new Set(
  'polygon html head meta title style body header main footer section h1 h2 h3 p strong a bdi dl div dt dd pre ul li figure figcaption table thead tbody tr th td span details summary svg g path rect text tspan defs clipPath pattern'.split(
    ' ',
  ),
);

describe('the report as a page', () => {
  test('says in its title and first of all how it ended, and why', () => {
    const sentence =
      'Version 2 of orders was rolled back from 50\u00a0% of the traffic after 2 minutes 31 seconds: an alarm fired (AlarmFiring).';
    expect(page()).toContain(`<title>Rolled back: ${sentence}</title>`);
    expect(page().indexOf(`<h1>${sentence}</h1>`)).toBeLessThan(page().indexOf('<svg'));
  });

  test('needs nothing from elsewhere, and no script', () => {
    expect(page()).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=/i);
    expect(page()).toContain("default-src 'none'");
  });

  test('links only to the AWS console', () => {
    const links = [...page().matchAll(/href="([^"]*)"/g)].map(([, link]) => new URL(link!).host);
    expect(links.length).toBeGreaterThan(2);
    expect(new Set(links)).toEqual(new Set(['us-east-1.console.aws.amazon.com']));
  });

  test('is the same for the same record, to the last byte', () => {
    const first = page(long(50));
    page();
    expect(page(long(50))).toBe(first);
  });

  test.each(PAYLOADS.map((payload, turn) => [turn, payload]))('cannot be tricked: all payloads, turn %d', (turn) => {
    const text = page(hostile(turn as number));
    const tags = new Set([...text.matchAll(/<([a-z]\w*)/gi)].map(([, tag]) => tag));
    // What is in attributes is looked at in a browser: test/browser.
    expect([...tags].filter((tag) => !OURS.has(tag!))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u202e\u0000]/);
    expect(text).not.toMatch(/href="(?!https:\/\/us-east-1\.console\.aws\.amazon\.com\/)/);
  });

  test('says that recovery is unknown where nobody told what became of a stopped deployment', () => {
    expect(page(rolledBack({ outcome: 'ABORTED', reason: 'DeploymentStopped', cause: null }))).toContain(
      'Recovery unknown:',
    );
    expect(page()).not.toContain('Recovery unknown:');
  });

  test('shows what there is of a deployment that has just begun', () => {
    const { endedAt: _, ...begun } = rolledBack({
      outcome: 'Running',
      reason: null,
      cause: null,
      request: null,
      path: [],
      states: [],
      shifts: [],
      checks: [],
    });
    expect(page(begun)).toContain('The deployment has begun; nothing is shifted yet.');
  });

  test('names in the picture whose line is whose, where there are several', () => {
    const counts = { candidate: [9, 0], stable: [9, 0] } as const;
    const checks = [compared(60, counts, 1, { target: 'a:live' }), compared(90, counts, 4, { target: 'b:live' })];
    const shifts = { a: [{ atSeconds: 1, candidateWeight: 50 }], b: [{ atSeconds: 1, candidateWeight: 10 }] };
    const words = page(rolledBack({ checks, shifts })).replace(/<[^>]*>/g, '');
    expect(words).toContain('━━ a\u2003╍╍ b');
    expect(words).toContain('Evidence against each candidate:\u2003━ b:live\u2003─ others');
  });

  test('shows the name of an alarm as it is, braces and all', () => {
    const [check] = rolledBack().checks;
    const checks = [{ ...check!, firing: [{ name: '{a} {b|c}', since: '2026-01-01T00:11:00.000Z' }] }];
    expect(page(rolledBack({ checks })).match(/>▲ \{a\} \{b\|c\} fires</g)).toHaveLength(2);
  });

  test('leads to the alarm that fired, and to all that were watched', () => {
    const [check] = rolledBack().checks;
    const checks = [{ ...check!, firing: [{ name: 'orders failures', since: '2026-01-01T00:11:00.000Z' }] }];
    const text = page(rolledBack({ checks, alarms: { watched: ['orders failures', 'by default'], ignored: [] } }));
    expect(text.match(/#alarmsV2:alarm\/orders%20failures/g)).toHaveLength(2);
    expect(text).toContain('#alarmsV2:alarm/by%20default');
  });

  test('has no picture of a restore: it has no course', () => {
    const restore = { outcome: 'Succeeded', reason: null, cause: null, checks: [], request: { restore: {} } } as const;
    expect(page(rolledBack(restore))).not.toContain('What happened');
  });

  test('shows who decided what, and why', () => {
    const decisions = [
      { at: '2026-01-01T00:11:01.000Z', decision: 'rollBack', actor: 'kim', reason: 'too many complaints' },
    ] as const;
    expect(page(rolledBack({ decisions }))).toMatch(/1:01<.*rollBack.*kim.*too many complaints/);
  });

  test('stays below a megabyte for the longest history there can be', () => {
    expect(page(long(2200)).length).toBeLessThan(1_000_000);
  });
});
