import { describe, expect, test } from '@jest/globals';
import type { Target } from '../../workflow/document.ts';
import { quietWarning, whyHopeless } from '../../workflow/hopeless-plan.ts';
import { planDeployment } from '../../workflow/plan.ts';
import { preflightWarnings } from '../../workflow/preflight.ts';
import { document } from '../tasks/documents.ts';
import { CANDIDATE, LIVE, ORDERS, target } from '../tasks/targets.ts';

const DAY = 86_400;
const past = { executions: 1000, failures: 10, longestSeconds: 1 };
const often = { throughAlias: 14_400, inAll: 14_400, observedSeconds: DAY };

function warnings(fields: Partial<Target>, alarms: readonly string[] = []): readonly string[] {
  const one = target({ past, usual: often, ...fields });
  const asked = document({ targets: [one], alarms: { watched: [], ignored: [], onBoth: alarms } });
  return preflightWarnings(asked, planOf(asked.request));
}

function planOf(request: Parameters<typeof planDeployment>[0]) {
  const planned = planDeployment(request);
  if (planned.kind === 'refused') throw new Error(JSON.stringify(planned.problems));
  return planned.plan;
}

/** What stands in the way of a plan for a machine with so many executions an hour. */
function hopeless(
  perHour: number,
  request: Record<string, unknown> = {},
  fields: Partial<Target> = {},
): string | undefined {
  const throughAlias = perHour * 24;
  const usual = { throughAlias, inAll: throughAlias, observedSeconds: DAY };
  const asked = document({}, request);
  return whyHopeless(target({ past, usual, ...fields }), planOf(asked.request), asked.request);
}

describe('what should be known before a release', () => {
  test('is nothing where there is nothing to say', () => {
    expect(warnings({})).toEqual([]);
  });

  test('is that callers go past the alias', () => {
    expect(warnings({ usual: { throughAlias: 900, inAll: 1000, observedSeconds: DAY } })).toEqual([
      `100 of 1000 starts in the last day went past ${LIVE}: these callers get no part in the gradual release. Have them start the alias. (Smoke tests and replays are among these starts.)`,
    ]);
    expect(warnings({ usual: { throughAlias: 990, inAll: 1000, observedSeconds: DAY } })).toEqual([]);
  });

  test('is that executions take longer than steps bake', () => {
    expect(warnings({ usual: { ...often, longestSeconds: 300.5 } })).toEqual([
      `Executions of ${LIVE} have taken up to 301 seconds, and 2 of 2 steps bake shorter than that: what fails late is seen late. Let steps bake longer (bakeSeconds).`,
    ]);
    expect(warnings({ usual: { ...often, longestSeconds: 300 } })).toEqual([]);
  });

  test('is that functions have no version, which no roll-back takes back', () => {
    expect(warnings({ unversionedFunctions: ['ship', 'bill'] })).toEqual([
      `${ORDERS} calls functions without a version (ship, bill): both versions of the machine run the same code, and a roll-back of the alias does not take it back. Name a version or an alias of theirs.`,
    ]);
    expect(warnings({ unversionedFunctions: ['a', 'b', 'c', 'd', 'e', 'f'] })[0]).toContain(
      '(a, b, c, d, e and others)',
    );
  });

  test('is that nobody can know whether functions have one', () => {
    expect(warnings({ functionsNamedLate: ['Ship'] })).toEqual([
      `${ORDERS} learns only when it runs which functions it calls (states Ship): where these have no version, both versions of the machine run the same code, and a roll-back of the alias does not take it back.`,
    ]);
  });

  test('is that alarms watch the alias', () => {
    const why =
      "the alias or the machine, where both versions are counted together: stable's own failures may take a good candidate back. The comparison tells the versions apart, and needs no alarm for that.";
    expect(warnings({}, ['a', 'b'])).toEqual([`"a", "b" watch ${why}`]);
    expect(warnings({}, ['a'])).toEqual([`"a" watches ${why}`]);
  });

  test('is that the version was rolled back before', () => {
    const candidate = { versionArn: CANDIDATE, provedBadBy: 'an earlier deployment' };
    expect(warnings({ candidate })).toEqual([
      `${CANDIDATE} was rolled back before, by an earlier deployment: it is deployed again.`,
    ]);
  });

  test('is that nobody has used the alias, or only for minutes', () => {
    const unused = target({ usual: { throughAlias: 0, inAll: 0, observedSeconds: 0 } });
    expect(quietWarning(unused, document().request)).toEqual([
      `Nothing was started through ${LIVE} in the last day: the release may not be tested by traffic.`,
    ]);
    expect(quietWarning(unused, document({}, { minimumExecutions: 5 }).request)).toEqual([
      `Nothing was started through ${LIVE} in the last day: unless that changes, the candidate will not have the 5 executions that the request wants (minimumExecutions).`,
    ]);
    const young = target({ usual: { throughAlias: 9, inAll: 9, observedSeconds: 299 } });
    expect(quietWarning(young, document().request)[0]).toMatch(/less than 5 minutes/);
    expect(quietWarning(unused, document({}, { compare: 'off' }).request)).toEqual([]);
    expect(quietWarning({ ...unused, found: { kind: 'absent' } }, document().request)).toEqual([]);
  });
});

describe('a plan', () => {
  const told = (first: string, seen: string, needed: number, ways: string): string =>
    `${LIVE} is usually started 2 times an hour. The first step (${first}) would give the candidate about ${seen} executions, and a verdict needs ${needed}. Ways out: ${ways}; "onInconclusive": "promote"; or smoke tests or alarms with "compare": "off".`;

  test('is hopeless when its first step cannot give the candidate what a verdict needs, and says what would help', () => {
    const ways =
      'a larger first weight, for longer (25 % for 6 hours in all); a first step of 15 hours in all (bakeSeconds, or maximumExtensionSeconds)';
    expect(hopeless(2)).toBe(told('10 % for 5 minutes, and up to 60 minutes more', '0.22', 3, ways));
    expect(hopeless(60)).toBeUndefined();
  });

  test.each([
    [
      { onInconclusive: 'rollBack' },
      '10 % for 5 minutes',
      '0.017',
      'a larger first weight, for longer (25 % for 6 hours in all); a first step of 15 hours in all (bakeSeconds, or "onInconclusive": "extend" with maximumExtensionSeconds)',
    ],
    [
      { onInconclusive: 'hold', timeoutSeconds: 8 * 3600 },
      '10 % for 5 minutes, and up to 8 hours more',
      '1.6',
      'a larger first weight (from 19 % on); a first step of 15 hours in all (bakeSeconds, or timeoutSeconds)',
    ],
    [
      { strategy: { steps: [{ weight: 50, bakeSeconds: 600 }] } },
      '50 % for 10 minutes, and up to 60 minutes more',
      '1.2',
      'a larger first weight, for longer; a first step of 3 hours in all (bakeSeconds, or maximumExtensionSeconds)',
    ],
  ])('offers what helps a request with %j', (request, first, seen, ways) => {
    expect(hopeless(2, request)).toBe(told(first, seen, 3, ways));
  });

  test('is measured by what its steps ask for, too', () => {
    const steps = [{ weight: 10, bakeSeconds: 300, minimumExecutions: 100 }];
    const ways =
      'a larger first weight, for longer (25 % for 200 hours in all); a first step of 500 hours in all (bakeSeconds, or maximumExtensionSeconds); smaller minimumExecutions';
    expect(hopeless(2, { strategy: { steps } })).toBe(
      told('10 % for 5 minutes, and up to 60 minutes more', '0.22', 100, ways),
    );
    expect(hopeless(2, { minimumExecutions: 100 })).toContain('a verdict needs 100.');
  });

  test('is accepted with what it was told would help', () => {
    const first = (weight: number, hours: number) => ({ strategy: { steps: [{ weight, bakeSeconds: hours * 3600 }] } });
    expect(hopeless(2, { ...first(25, 6), onInconclusive: 'rollBack' })).toBeUndefined();
    expect(hopeless(2, { ...first(10, 15), onInconclusive: 'rollBack' })).toBeUndefined();
    expect(
      hopeless(2, {
        strategy: { steps: [{ weight: 19, bakeSeconds: 300 }] },
        onInconclusive: 'hold',
        timeoutSeconds: 8 * 3600,
      }),
    ).toBeUndefined();
  });

  test('has hope in a larger weight, a longer step, a longer extension, or a person', () => {
    expect(hopeless(2, { strategy: { steps: [{ weight: 50, bakeSeconds: 3 * 3600 }] } })).toBeUndefined();
    expect(hopeless(2, { maximumExtensionSeconds: DAY })).toBeUndefined();
    expect(hopeless(2, { onInconclusive: 'hold' })).toBeUndefined();
    expect(hopeless(2, { onInconclusive: 'rollBack' })).toBeDefined();
  });

  test('is not refused where nothing is compared, or where it is to go on anyway', () => {
    expect(hopeless(2, { compare: 'off', alarms: ['a'] })).toBeUndefined();
    expect(hopeless(2, { onInconclusive: 'promote' })).toBeUndefined();
    expect(hopeless(2, { strategy: 'AllAtOnce' })).toBeUndefined();
  });

  test('is not refused for what nobody knows', () => {
    const usual = { throughAlias: 1, inAll: 1, observedSeconds: 299 };
    expect(hopeless(2, {}, { usual })).toBeUndefined();
    expect(hopeless(0)).toBeUndefined();
  });
});
