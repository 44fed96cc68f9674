import { describe, expect, test } from '@jest/globals';
import { decide, type Situation, saidOf } from '../../workflow/decide.ts';
import { type Decision, standingOf } from '../../workflow/decisions.ts';
import { constantPace, later } from '../../workflow/pace.ts';

const BEGAN = '2026-01-01T00:00:00.000Z';
const OVER = later(BEGAN, 600);

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    now: OVER,
    bakeStartedAt: BEGAN,
    bakeEndsAt: OVER,
    pace: constantPace(60),
    lastStep: false,
    pollsLeft: 1000,
    extensionSeconds: 3600,
    onInconclusive: 'extend',
    timeoutSeconds: 86_400,
    approval: false,
    standing: {},
    ...changes,
  };
}

const said = (decision: Decision['decision'], at = later(BEGAN, 60)): Decision => ({
  decision,
  actor: 'kim',
  reason: 'because',
  at,
});
const standing = (...decisions: Decision[]) => standingOf(decisions, BEGAN);

describe('what people say', () => {
  test('is their last word: a pause is over when it is resumed', () => {
    expect(standing(said('pause'))).toMatchObject({ paused: { actor: 'kim' } });
    expect(standing(said('pause'), said('resume'))).toEqual({});
    expect(standing(said('promote'), said('rollBack'))).toMatchObject({ rollBack: { actor: 'kim' } });
  });

  test('approves one step: an approval of an earlier one counts no more', () => {
    expect(standing(said('approve'))).toMatchObject({ approved: {} });
    expect(standing(said('approve', later(BEGAN, -1)))).toEqual({});
  });
});

describe('a decision', () => {
  test('of a person goes before the bake is over', () => {
    const early = { now: later(BEGAN, 60) };
    expect(decide('healthy', situation({ ...early, standing: standing(said('promote')) }))).toMatchObject({
      decision: 'promote',
    });
    expect(decide('healthy', situation({ ...early, standing: standing(said('rollBack')) }))).toEqual({
      decision: 'rollBack',
      waitSeconds: 0,
      reason: 'RefusedByPerson',
    });
  });

  test('takes an unhealthy candidate back, though it is paused, approved or to be promoted', () => {
    for (const decision of ['pause', 'approve', 'promote'] as const)
      expect(decide('unhealthy', situation({ standing: standing(said(decision)) }))).toEqual({
        decision: 'rollBack',
        waitSeconds: 0,
      });
  });

  test('is put off while a person has paused it, for a day at most', () => {
    const paused = { standing: standing(said('pause')) };
    expect(decide('healthy', situation(paused))).toMatchObject({ decision: 'keepBaking', waitsFor: 'resume' });
    expect(decide('healthy', situation({ ...paused, now: later(OVER, 86_400) }))).toEqual({
      decision: 'rollBack',
      waitSeconds: 0,
      reason: 'NobodyDecided',
    });
  });

  test('of a step that wants approval waits for it, and goes on with it', () => {
    expect(decide('healthy', situation({ approval: true }))).toMatchObject({
      decision: 'keepBaking',
      waitsFor: 'approval',
    });
    expect(decide('healthy', situation({ approval: true, standing: standing(said('approve')) }))).toMatchObject({
      decision: 'nextStep',
    });
    expect(decide('healthy', situation({ approval: true, now: later(OVER, 86_400) }))).toMatchObject({
      reason: 'NobodyDecided',
    });
  });

  // A pause that could not be read at the very last look was none.
  test('does not go forward while nobody knows what people have said; an unhealthy candidate comes back all the same', () => {
    const unheard = { standing: undefined };
    expect(decide('healthy', situation(unheard))).toEqual({ decision: 'keepBaking', waitSeconds: 60 });
    expect(decide('healthy', situation({ ...unheard, lastStep: true, now: later(OVER, 3600) }))).toMatchObject({
      decision: 'keepBaking',
    });
    expect(decide('healthy', situation({ ...unheard, now: later(OVER, 86_400) }))).toEqual({
      decision: 'rollBack',
      waitSeconds: 0,
    });
    expect(decide('unhealthy', situation(unheard))).toMatchObject({ decision: 'rollBack' });
  });

  test('waits for the end of the bake, approved or not', () => {
    const early = situation({ now: later(BEGAN, 60), approval: true, standing: standing(said('approve')) });
    expect(decide('healthy', early)).toMatchObject({ decision: 'keepBaking' });
  });
});

describe('what is inconclusive when the bake is over', () => {
  const late = { extensionSeconds: 0 };

  test('is extended, and then comes back', () => {
    expect(decide('inconclusive', situation())).toMatchObject({ decision: 'keepBaking' });
    expect(decide('inconclusive', situation({ now: later(OVER, 3600) }))).toEqual({
      decision: 'rollBack',
      waitSeconds: 0,
    });
  });

  test('comes back, goes on, or waits for a person, as the request says', () => {
    expect(decide('inconclusive', situation({ ...late, onInconclusive: 'rollBack' }))).toMatchObject({
      decision: 'rollBack',
    });
    expect(decide('inconclusive', situation({ ...late, onInconclusive: 'promote' }))).toMatchObject({
      decision: 'nextStep',
    });
    const held = { ...late, onInconclusive: 'hold' } as const;
    expect(decide('inconclusive', situation(held))).toMatchObject({ decision: 'keepBaking', waitsFor: 'decision' });
    expect(decide('inconclusive', situation({ ...held, standing: standing(said('approve')) }))).toMatchObject({
      decision: 'nextStep',
    });
    expect(decide('healthy', situation(held))).toMatchObject({ decision: 'nextStep' });
    expect(decide('inconclusive', situation({ ...held, now: later(OVER, 86_400) }))).toMatchObject({
      reason: 'NobodyDecided',
    });
  });

  test('comes back at once where waiting cannot help, unless a person is waited for or it is to go on', () => {
    const hopeless = { now: later(BEGAN, 60), hopeless: true };
    expect(decide('inconclusive', situation(hopeless))).toMatchObject({ decision: 'rollBack' });
    for (const onInconclusive of ['hold', 'promote'] as const)
      expect(decide('inconclusive', situation({ ...hopeless, onInconclusive }))).toMatchObject({
        decision: 'keepBaking',
      });
  });
});

test('words say who, and why', () => {
  const refused = { standing: standing(said('rollBack')) };
  expect(saidOf(refused.standing, decide('healthy', situation(refused)))).toEqual(['refused by kim: because']);
  const paused = { standing: standing(said('pause')) };
  expect(saidOf(paused.standing, decide('healthy', situation(paused)))).toEqual(['paused by kim: because']);
  expect(saidOf(undefined, decide('healthy', situation({ standing: undefined })))).toEqual([
    'whether people have decided anything could not be read',
  ]);
  expect(saidOf({}, decide('healthy', situation({ approval: true })))).toEqual([
    'waiting for somebody to approve this step',
  ]);
});
