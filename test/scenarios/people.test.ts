import { describe, expect, test } from '@jest/globals';
import type { ScenarioEvent } from '../../cli/scenario/event.ts';
import { example, sample } from './example.ts';
import { rehearse } from './one-machine.ts';

const said = (atSeconds: number, decision: 'pause' | 'resume' | 'approve' | 'promote' | 'rollBack'): ScenarioEvent => ({
  atSeconds,
  kind: 'decision',
  decision,
  actor: 'kim',
  reason: 'because',
});
const CANARY = { strategy: 'Canary10Percent10Minutes' };

describe('people', () => {
  test('refuse a candidate: it comes back, and the record says who and why', async () => {
    const { record, alias } = await rehearse(sample('good', CANARY, { events: [said(120, 'rollBack')] }));
    expect(record).toMatchObject({
      outcome: 'RolledBack',
      reason: 'RefusedByPerson',
      decisions: [{ decision: 'rollBack', actor: 'kim', reason: 'because' }],
    });
    expect(record.cause?.summary).toMatch(/^Refused by a person: version 2 .* refused by kim: because\./);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('promote a candidate all the way, without the rest of its steps', async () => {
    const { record, alias } = await rehearse(sample('good', CANARY, { events: [said(120, 'promote')] }));
    expect(record).toMatchObject({ outcome: 'Succeeded', decisions: [{ decision: 'promote' }] });
    expect(record.shifts).toEqual([
      { atSeconds: 0, candidateWeight: 10 },
      { atSeconds: expect.any(Number), candidateWeight: 100 },
    ]);
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('pause a deployment and let it go on', async () => {
    const events = [said(120, 'pause'), said(1800, 'resume')];
    const { record } = await rehearse(sample('good', CANARY, { events }));
    const second = (record.shifts as readonly { atSeconds: number }[])[1]!;
    expect(record.outcome).toBe('Succeeded');
    expect(second.atSeconds).toBeGreaterThanOrEqual(1800);
  });

  test('pause a deployment and forget it: it comes back', async () => {
    const events = [said(120, 'pause')];
    const { record } = await rehearse(sample('good', { ...CANARY, timeoutSeconds: 900 }, { events }));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NobodyDecided' });
  });

  test('cannot keep an unhealthy candidate from coming back', async () => {
    const { record } = await rehearse(example('pause-then-unhealthy'));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore', decisions: [{ decision: 'pause' }] });
  });

  test('are waited for where a step wants approval, and go on with it', async () => {
    const waited = await rehearse(example('approval'));
    expect(waited.record).toMatchObject({ outcome: 'RolledBack', reason: 'NobodyDecided' });
    const approved = await rehearse(example('approval/approved.json'));
    expect(approved.record).toMatchObject({ outcome: 'Succeeded', decisions: [{ decision: 'approve' }] });
  });
});
