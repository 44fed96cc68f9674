import { describe, expect, test } from '@jest/globals';
import { handler as checkHealth } from '../../tasks/check-health.ts';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import { FAILED_CALLS } from '../../tasks/ports/failed-executions.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { Health } from '../../workflow/document.ts';
import { later } from '../../workflow/pace.ts';
import { inMemoryPorts } from './in-memory-ports.ts';
import { foundWorld, OWNER } from './targets.ts';
import { atTenPercent, BEGAN, minuteOfTraffic, PAST, watch } from './watching.ts';

describe('several targets', () => {
  const ten = Array.from({ length: 10 }, (_, i) => atTenPercent(`machine-with-a-rather-long-name-${i}`));

  test('share the rate of false roll-backs, and the worst of them decides', async () => {
    const world = foundWorld();
    const [good, bad] = [ten[0]!, ten[1]!];
    world.runs.push(...minuteOfTraffic(good, 0), ...minuteOfTraffic(good, 60), ...minuteOfTraffic(bad, 0, 'FAILED'));
    world.runs.push(...minuteOfTraffic(bad, 60, 'FAILED'));
    const health = await watch([good, bad], world).at(180);
    expect(health).toMatchObject({ verdict: 'unhealthy', comparisons: [{ limit: 250 }, { limit: 250 }] });
    expect(health.reasons).toEqual([
      expect.stringMatching(/^machine-with-a-rather-long-name-1:live: 6 of 6 executions/),
    ]);
  });

  test.each([
    [10, 10],
    [1, 2],
    [10, 30],
  ])(
    'have their lists read once a second at most, in turn (%d of them, looked at every %d s)',
    async (count, everySeconds) => {
      const world = foundWorld();
      const calls: { readonly at: number; readonly alias: string }[] = [];
      const failed: Ports['failed'] = {
        async since(alias, since) {
          calls.push({ at: world.clock, alias });
          return inMemoryPorts(world).failed.since(alias, since);
        },
      };
      const { at } = watch(ten.slice(0, count), world, {}, { failed });
      const until = 300;
      for (let seconds = everySeconds; seconds <= until; seconds += everySeconds) {
        await at(seconds);
        expect(calls.length * FAILED_CALLS).toBeLessThanOrEqual(seconds);
      }
      expect(calls.length * FAILED_CALLS).toBeGreaterThan(until / 2);
      const gaps = ten.slice(0, count).flatMap(({ aliasArn }) => {
        const times = calls
          .filter(({ alias }) => alias === aliasArn)
          .map((call) => (call.at - Date.parse(BEGAN)) / 1000);
        return [...times, until].map((time, i) => time - (times[i - 1] ?? 0));
      });
      expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    },
  );

  test('keep the document far below 256 KiB, ten of them with much traffic over a hundred steps', async () => {
    const world = foundWorld();
    const perMinute: Ports['counts']['perMinute'] = async (aliases, from, until) =>
      aliases.map(() =>
        Array.from({ length: until - from }, (_, i) => {
          const counts = { started: 123_456, succeeded: 120_000, failed: 1234, aborted: 12 };
          return { minute: from + i, candidate: counts, stable: counts, alias: { started: 246_912, failed: 2468 } };
        }),
      );
    const targets = ten.map((one) => ({ ...one, past: { ...PAST, longestSeconds: 43_200 } }));
    const watching = watch(
      targets,
      world,
      { compare: { falseRollbackRate: 0.0001 } },
      { counts: { ...inMemoryPorts(world).counts, perMinute } },
    );
    let document = watching.document();
    for (let step = 1; step <= 100; step++) {
      const now = later(BEGAN, step * 300);
      const shifted = { kind: 'written', candidateWeight: step, updatedAt: later(now, 0.123) } as const;
      document = {
        ...document,
        targets: targets.map((one) => ({ ...one, shifted })),
        step: { ...document.step!, number: step },
      };
      document = { ...document, health: confirmShift.core({ document, now }, {} as never) as Health };
      const look = { document, now: later(now, 290), retryCount: 0, owner: OWNER };
      document = {
        ...document,
        health: await checkHealth.core(look, {
          ...inMemoryPorts(world),
          counts: { ...inMemoryPorts(world).counts, perMinute },
        }),
      };
    }
    expect(JSON.stringify(document).length).toBeLessThan(128 * 1024);
    console.info(`ten targets after a hundred steps: ${Math.round(JSON.stringify(document).length / 1024)} KiB`);
  });
});
