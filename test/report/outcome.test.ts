import { describe, expect, test } from '@jest/globals';
import { isRecoveryUnknown, outcomeOf } from '../../report/outcome.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import { rolledBack } from './records.ts';
import { target } from './targets.ts';

const { endedAt: _, ...unended } = rolledBack({ targets: [target()], outcome: 'Running', reason: null, cause: null });
const fine = { reason: null, cause: null, targets: [target()] };

describe('the outcome in one sentence', () => {
  test.each<[string, AuditRecord, string]>([
    [
      'good',
      rolledBack({ ...fine, outcome: 'Succeeded' }),
      'Version 2 of orders went live on alias live after 2 minutes 31 seconds.',
    ],
    [
      'good',
      rolledBack({ ...fine, outcome: 'Succeeded', request: { restore: { versionArn: '…:2' } } }),
      'Version 2 of orders was restored on alias live after 2 minutes 31 seconds.',
    ],
    [
      'good',
      rolledBack({ ...fine, outcome: 'NothingToDo' }),
      'Version 2 of orders was live on alias live already; nothing was changed.',
    ],
    [
      'back',
      rolledBack({ targets: [target()] }),
      'Version 2 of orders was rolled back from 50\u00a0% of the traffic after 2 minutes 31 seconds: an alarm fired (AlarmFiring).',
    ],
    [
      'bad',
      rolledBack({ outcome: 'ValidationError', reason: 'AliasIsSplit' }),
      'The deployment was refused, and no alias was changed: the alias was split already (AliasIsSplit).',
    ],
    [
      'bad',
      rolledBack({ outcome: 'CriticalError', reason: 'Lambda.Unknown', targets: [target()] }),
      'The deployment of orders did not end well after 2 minutes 31 seconds: Lambda.Unknown.',
    ],
    [
      'bad',
      rolledBack({ outcome: 'ABORTED', reason: 'DeploymentStopped', cause: null }),
      'The deployment did not end well after 2 minutes 31 seconds: somebody stopped the deployment (DeploymentStopped).',
    ],
    [
      'running',
      { ...unended, shifts: [{ atSeconds: 1, candidateWeight: 10 }] },
      'Version 2 of orders has 10\u00a0% of the traffic, and was unhealthy at the last look.',
    ],
    [
      'running',
      { ...unended, shifts: [], checks: [], targets: [] },
      'The deployment has begun; nothing is shifted yet.',
    ],
    [
      'back',
      rolledBack({ targets: [target(), target()] }),
      'A release of 2 state machines was rolled back from 50\u00a0% of the traffic after 2 minutes 31 seconds: an alarm fired (AlarmFiring).',
    ],
  ])('is %s', (tone, record, sentence) => {
    expect(outcomeOf(record)).toMatchObject({ tone, sentence });
  });

  test('is not taken in by names that objects have', () => {
    expect(outcomeOf(rolledBack({ outcome: 'constructor', reason: 'toString' })).title).toBe('constructor');
  });
});

test('recovery is unknown where the execution was cut short and nobody says what became of it', () => {
  const recovered = { outcome: 'RolledBack', at: '2026-01-01T00:13:17.000Z', by: 'watchdog', targets: [] } as const;
  expect(isRecoveryUnknown(rolledBack({ outcome: 'ABORTED' }))).toBe(true);
  expect(isRecoveryUnknown(rolledBack({ outcome: 'TIMED_OUT' }))).toBe(true);
  expect(isRecoveryUnknown(rolledBack({ recovered }))).toBe(false);
  expect(isRecoveryUnknown(rolledBack())).toBe(false);
  expect(isRecoveryUnknown(unended)).toBe(false);
});
