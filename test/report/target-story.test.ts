import { describe, expect, test } from '@jest/globals';
import { storyHeadline, storyLines } from '../../report/story-lines.ts';
import { targetStory } from '../../report/target-story.ts';
import { deployment, LIVE, month, SUCCEEDED } from './stories.ts';

const story = targetStory(LIVE, month());

describe('the story of a target', () => {
  test('says which version was live when', () => {
    expect(story.spans).toEqual([
      { version: 1, from: '2026-01-01T08:00:00.000Z', until: '2026-01-01T09:30:00.000Z' },
      { version: 2, from: '2026-01-01T09:30:00.000Z', until: '2026-01-10T08:00:00.000Z' },
      { version: 1, from: '2026-01-10T08:00:00.000Z', until: '2026-01-10T09:30:00.000Z' },
      { version: 4, from: '2026-01-10T09:30:00.000Z', until: '2026-01-20T10:00:00.000Z' },
      { version: 5, from: '2026-01-20T10:00:00.000Z' },
    ]);
  });

  test('has a chapter for each deployment, and one for what somebody else did in between', () => {
    expect(story.chapters).toMatchObject([
      { kind: 'deployment', name: 'orders-1', stable: 1, candidate: 2, outcome: 'Succeeded', who: 'kim' },
      {
        kind: 'deployment',
        name: 'orders-5',
        stable: 2,
        candidate: 3,
        tone: 'back',
        sentence: expect.stringContaining('an alarm fired'),
      },
      {
        kind: 'outside',
        foundAt: '2026-01-10T09:00:00.000Z',
        movedAt: '2026-01-10T08:00:00.000Z',
        from: 2,
        to: 1,
      },
      { kind: 'deployment', name: 'orders-10', stable: 1, candidate: 4 },
      { kind: 'deployment', name: 'orders-20', stable: 4, candidate: 5 },
    ]);
  });

  test('is told on a terminal with the latest first', () => {
    const [first, ...lines] = storyLines(story);
    expect(first).toBe('orders:live is on version 5 since 2026-01-20 10:00:00, after 4 deployments.');
    expect(lines.map((line) => line.slice(0, 22))).toEqual([
      '2026-01-20 09:00:00  ✔',
      '2026-01-10 09:00:00  ✔',
      '2026-01-10 08:00:00  ✖',
      '2026-01-05 09:00:00  ↩',
      '2026-01-01 09:00:00  ✔',
    ]);
    expect(lines.at(-1)).toMatch(/\(orders-1, by kim\)$/);
  });

  test('leaves a target that was handed over with whoever moved it', () => {
    const drift = { outcome: 'CriticalError', reason: 'RoutingDrifted' } as const;
    const handedOver = { rolledBack: { kind: 'handedOver', routing: '95 % on version 1' } } as const;
    expect(targetStory(LIVE, [deployment(1, [1, 2], drift, handedOver)]).spans).toEqual([
      { version: 1, from: '2026-01-01T08:00:00.000Z' },
    ]);
  });

  test('begins with a new alias that went live', () => {
    const { spans } = targetStory(LIVE, [deployment(1, [1, 2], SUCCEEDED, { found: { kind: 'absent' } })]);
    expect(spans).toEqual([{ version: 2, from: '2026-01-01T09:30:00.000Z' }]);
  });

  test('says so where there is none', () => {
    expect(storyHeadline(targetStory(LIVE, []))).toBe('Nothing is known of any deployment of orders:live.');
  });
});
