import { describe, expect, test } from '@jest/globals';
import { FREE, type TargetEntry } from '../../workflow/ledger.ts';
import { type LiveAlias, situationOf } from '../../workflow/live-alias.ts';
import { split, wholly } from '../../workflow/routes.ts';

const STABLE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders:1';
const CANDIDATE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders:2';
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

const found = { kind: 'whole', versionArn: STABLE, updatedAt: at(-3600) } as const;
const TEN = split(STABLE, CANDIDATE, 10);
const written: TargetEntry = { ...FREE, moved: true, written: { routing: TEN, updatedAt: at(10) } };
const announced: TargetEntry = { ...FREE, intents: [{ routing: TEN, at: at(10), attempts: 1 }] };

function seen(entry: TargetEntry, live: LiveAlias, now = at(300)) {
  return situationOf(live, { entry, found, foundAt: at(0), now });
}

describe('an alias that this deployment has written', () => {
  test('is as it left it', () => {
    expect(seen(written, { routes: TEN, updatedAt: at(10) })).toBe('asLeft');
  });

  test('is as it left it even if a reading has its date a little differently than the write had', () => {
    expect(seen(written, { routes: TEN, updatedAt: at(9.4) })).toBe('asLeft');
    expect(seen(written, { routes: TEN, updatedAt: at(10.6) })).toBe('asLeft');
  });

  test('has drifted when somebody wrote the same later', () => {
    expect(seen(written, { routes: TEN, updatedAt: at(12) })).toBe('drifted');
  });

  test('has drifted when it carries other traffic, at whatever date', () => {
    expect(seen(written, { routes: wholly(STABLE), updatedAt: at(10) })).toBe('drifted');
    expect(seen(written, { routes: wholly(STABLE), updatedAt: at(10.5) })).toBe('drifted');
  });

  test('is read too early while AWS answers what was there before', () => {
    expect(seen(written, { routes: wholly(STABLE), updatedAt: found.updatedAt })).toBe('stale');
  });
});

describe('a write that got no answer', () => {
  test('is known by its routing, however late it is looked at', () => {
    expect(seen(announced, { routes: TEN, updatedAt: at(70) }, at(86_400))).toBe('announced');
  });

  test('is not taken for the same routing that somebody wrote when it could not take effect any more', () => {
    expect(seen(announced, { routes: TEN, updatedAt: at(200) })).toBe('drifted');
  });
});
