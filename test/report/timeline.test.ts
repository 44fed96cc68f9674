import { describe, expect, test } from '@jest/globals';
import { timelineOf } from '../../report/timeline.ts';
import { timelineInWords } from '../../report/timeline-in-words.ts';
import { compared, long } from './compared.ts';
import { rolledBack } from './records.ts';
import { target } from './targets.ts';

describe('the timeline', () => {
  test('has bakes, looks and the alarm of a deployment that was rolled back', () => {
    expect(timelineOf(rolledBack())).toMatchObject({
      totalSeconds: 151,
      bakes: [{ fromSeconds: 1, untilSeconds: 150, weightPercent: 50 }],
      looks: [
        { atSeconds: 61, verdict: 'healthy' },
        { atSeconds: 91, verdict: 'healthy' },
        { atSeconds: 150, verdict: 'unhealthy' },
      ],
      moments: [{ atSeconds: 150, kind: 'alarm' }],
      executions: undefined,
      evidence: [],
    });
  });

  test('has an alarm when it fired, and says when it was heard: once, however often it was seen', () => {
    const [first, , last] = rolledBack().checks;
    const firing = [{ name: 'orders-failures', since: '2026-01-01T00:12:00.000Z' }];
    const record = rolledBack({ checks: [first!, { ...last!, firing }, { ...last!, atSeconds: 160, firing }] });
    expect(timelineOf(record).moments).toEqual([
      {
        atSeconds: 120,
        kind: 'alarm',
        label: 'orders-failures fires',
        told: 'Alarm “orders-failures” fired at 2:00; the look at 2:30 found it.',
      },
    ]);
    expect(timelineInWords(timelineOf(record), record)).toContain(timelineOf(record).moments[0]!.told);
  });

  test('takes for an alarm only a look that says so', () => {
    const checks = [
      compared(60, { candidate: [0, 9], stable: [9, 0] }, 9, { verdict: 'unhealthy', reason: 'FailsMore' } as object),
    ];
    expect(timelineOf(rolledBack({ checks })).moments).toEqual([]);
  });

  test('shows what people decided, in the order of time', () => {
    const decisions = [
      { at: '2026-01-01T00:11:30.000Z', decision: 'resume', actor: 'lee' },
      { at: '2026-01-01T00:11:00.000Z', decision: 'pause', actor: 'kim', reason: 'lunch' },
    ] as const;
    const record = rolledBack({ decisions, checks: [] });
    expect(timelineOf(record).moments).toEqual([
      { atSeconds: 60, kind: 'decision', label: 'pause', told: 'kim decided at 1:00: pause.' },
      { atSeconds: 90, kind: 'decision', label: 'resume', told: 'lee decided at 1:30: resume.' },
    ]);
    expect(timelineInWords(timelineOf(record), record)).toEqual(
      expect.arrayContaining(['kim decided at 1:00: pause.', 'lee decided at 1:30: resume.']),
    );
  });

  test('ends the weight where somebody else has moved the alias', () => {
    const record = rolledBack({ outcome: 'CriticalError', reason: 'RoutingDrifted' });
    const timeline = timelineOf(record);
    expect(timeline.moments).toMatchObject([
      { kind: 'alarm' },
      { atSeconds: 151, kind: 'drift', label: 'moved by somebody else' },
    ]);
    expect(timeline.knownSeconds).toBe(151);
    expect(timelineOf(rolledBack()).knownSeconds).toBeGreaterThan(151);
  });

  test('ends it when AWS says that it was moved, and says when that was found', () => {
    const rolledBackTo = {
      kind: 'handedOver',
      routing: '95 % on version 1',
      updatedAt: '2026-01-01T00:11:00.000Z',
    } as const;
    const moved = target({ rolledBack: rolledBackTo });
    const record = rolledBack({ outcome: 'CriticalError', reason: 'RoutingDrifted', targets: [moved], checks: [] });
    const timeline = timelineOf(record);
    expect(timeline).toMatchObject({ knownSeconds: 60, moments: [{ atSeconds: 60, kind: 'drift' }] });
    expect(timelineInWords(timeline, record)).toContain(
      'Somebody else moved the alias at 1:00, which was found at 2:31; what it has had since is not known here.',
    );
  });

  test('shows of a running deployment what lies ahead', () => {
    const steps = [10, 50, 100].map((weightPercent) => ({ weightPercent, bakeSeconds: 300 }));
    const plan = {
      steps,
      pace: { quickSeconds: 10, quickLooks: 1, longestSeconds: 10 },
      totalSeconds: 900,
      historyEvents: 9,
      stateTransitions: 9,
      pollBudget: 9,
      maximumExtensionSeconds: 3600,
    };
    const { endedAt: _, ...record } = rolledBack({
      outcome: 'Running',
      plan,
      shifts: [{ atSeconds: 5, candidateWeight: 10 }],
    });
    expect(timelineOf(record)).toMatchObject({
      totalSeconds: 905,
      knownSeconds: 150,
      ahead: [
        { atSeconds: 5, weightPercent: 10 },
        { atSeconds: 305, weightPercent: 50 },
        { atSeconds: 605, weightPercent: 100 },
        { atSeconds: 905, weightPercent: 100 },
      ],
    });
  });

  test('keeps no more marks than can be told apart, the worst of those that fall together', () => {
    const record = long(2000);
    const bad = { ...record.checks[1000]!, verdict: 'unhealthy' as const };
    const { looks, evidence, executions } = timelineOf({ ...record, checks: record.checks.with(1000, bad) });
    expect(looks.length).toBeLessThanOrEqual(160);
    expect(looks.filter(({ verdict }) => verdict === 'unhealthy')).toHaveLength(1);
    expect(evidence[0]!.points.length).toBeLessThanOrEqual(160);
    expect(executions!.bins.length).toBeLessThanOrEqual(60);
  });

  test('has a line of evidence for each target', () => {
    const counts = { candidate: [9, 0], stable: [9, 0] } as const;
    const checks = [compared(60, counts, 1, { target: 'a:live' }), compared(120, counts, 2, { target: 'b:live' })];
    expect(timelineOf(rolledBack({ checks })).evidence).toEqual([
      { name: 'a:live', against: 'stable', limit: 125, points: [{ atSeconds: 60, logEvidence: 1 }] },
      { name: 'b:live', against: 'stable', limit: 125, points: [{ atSeconds: 120, logEvidence: 2 }] },
    ]);
  });

  test('has what a candidate with all the traffic is held against, with its own limit', () => {
    const check = compared(60, { candidate: [9, 9], stable: [9, 0] }, 1);
    const [comparison] = check.comparisons!;
    const checks = [{ ...check, comparisons: [{ ...comparison!, finalBake: { logEvidence: 7, limit: 500 } }] }];
    const record = rolledBack({ checks });
    expect(timelineOf(record).evidence).toMatchObject([
      { against: 'stable', limit: 125 },
      { against: 'past', limit: 500, points: [{ atSeconds: 60, logEvidence: 7 }] },
    ]);
    expect(timelineInWords(timelineOf(record), record).join()).toContain('1096 : 1 by stable’s past, limit 500 : 1');
  });
});
