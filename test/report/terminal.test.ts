import { describe, expect, test } from '@jest/globals';
import { terminalSummary } from '../../report/terminal.ts';
import type { Shift } from '../../workflow/audit-record.ts';
import type { Target } from '../../workflow/document.ts';
import { rolledBack } from './records.ts';

const plain = { colour: false, columns: 80 };
const orders = {
  name: 'orders',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
  alias: [{ version: 1, weight: 100 }],
  executions: {
    stable: { started: 40, succeeded: 40, failed: 0 },
    candidate: { started: 35, succeeded: 7, failed: 28 },
  },
};
const machines = [orders];
const payments = {
  ...orders,
  name: 'payments',
  stateMachineArn: `${orders.stateMachineArn.slice(0, -6)}payments`,
  alias: [],
};

const NONE = { started: 0, succeeded: 0, failed: 0 };

/** Of one target that was found on version 1 and deployed version 2. */
function target(changes: Partial<Target> = {}): Target {
  const { stateMachineArn } = orders;
  return {
    stateMachineArn,
    alias: 'live',
    aliasArn: `${stateMachineArn}:live`,
    type: 'STANDARD',
    revisionId: 'INITIAL',
    revisionPinned: false,
    found: { kind: 'whole', versionArn: `${stateMachineArn}:1`, updatedAt: '2026-01-01T00:00:00.000Z' },
    foundAt: '2026-01-01T00:10:00.000Z',
    candidate: { versionArn: `${stateMachineArn}:2` },
    ...changes,
  };
}

describe('the summary on a terminal', () => {
  test('says how it ended and why in the first lines', () => {
    const [first, second] = terminalSummary(rolledBack(), plain).split('\n');
    expect(first).toBe('↩ RolledBack (AlarmFiring) after 2 minutes 31 seconds');
    expect(second).toBe('  The candidate was unhealthy; orders:live is back on version 1.');
  });

  test('shows executions per version with failures, and where the alias stands', () => {
    const text = terminalSummary(rolledBack(), { ...plain, machines });
    expect(text).toMatch(/candidate\s+35\s+7\s+28 {2}80 %/);
    expect(text).toContain('Alias  wholly on version 1');
  });

  test('names the versions of the executions by what the deployment found and deployed', () => {
    const found = {
      kind: 'whole',
      versionArn: `${orders.stateMachineArn}:7`,
      updatedAt: '2026-01-01T00:00:00.000Z',
    } as const;
    const text = terminalSummary(rolledBack({ targets: [target({ found })] }), { ...plain, machines });
    expect(text).toMatch(/stable, version 7 +40 .*\n +candidate, version 2 +35 /);
  });

  test('tells several machines apart, and draws once what moves in lockstep', () => {
    const shifts = rolledBack().shifts as readonly Shift[];
    const idle = { ...payments, name: 'idle', executions: { stable: NONE, candidate: NONE } };
    const text = terminalSummary(
      rolledBack({ shifts: { orders: shifts, payments: shifts, nightly: shifts.slice(0, 1), idle: [] } }),
      { ...plain, machines: [orders, payments, idle] },
    );
    expect(text.match(/Weight of the candidate.*/g)).toEqual([
      'Weight of the candidate of orders, payments',
      'Weight of the candidate of nightly',
    ]);
    expect(text).toMatch(/\norders\n {2}stable +40.*\n {2}candidate +35.*\npayments\n/);
    expect(text).not.toContain('\nidle\n');
    expect(text).toContain(
      'Aliases\n  orders: wholly on version 1\n  payments: there is none\n  idle: there is none\n',
    );
  });

  test.each<[object, Partial<Target>, string]>([
    [{}, {}, 'version 2 already, the current revision; nothing was changed.'],
    [{ publish: false }, {}, 'version 2 already, the newest published one; nothing was changed.'],
    [
      { versionArn: `${orders.stateMachineArn}:2` },
      { requestedVersionArn: `${orders.stateMachineArn}:2` },
      'version 2 already, which the request names; nothing was changed.',
    ],
  ])('says of nothing to do for %j how the candidate was chosen', (request, changes, words) => {
    const record = rolledBack({
      outcome: 'NothingToDo',
      reason: null,
      cause: null,
      request,
      targets: [target(changes)],
    });
    expect(terminalSummary(record, { ...plain, columns: 100 })).toContain(`Alias live of orders was on ${words}`);
  });

  test('says of a deployment that did not end by itself who completed it, when and how', () => {
    const recovered = { outcome: 'RolledBack', at: '2026-01-01T00:13:17.000Z', by: 'watchdog', targets: [] } as const;
    const text = terminalSummary(rolledBack({ reason: null, cause: null, targets: [target()], recovered }), plain);
    expect(text.split('\n').slice(0, 4)).toEqual([
      '↩ RolledBack after 3 minutes 17 seconds',
      '  The execution ended without an account of its own.',
      '  The watchdog completed the deployment 46 seconds later: every alias is back on',
      '  stable.',
    ]);
  });

  test('folds the path of states', () => {
    expect(terminalSummary(rolledBack(), plain)).toContain(
      'ValidateRequest → ShiftTargets → (Bake → CheckHealth) ×2 → RollBackTargets →',
    );
  });

  test('draws no weights where nothing was shifted', () => {
    expect(terminalSummary(rolledBack({ shifts: [] }), plain)).not.toContain('Weight');
  });

  test('says what is left to do, line by line as it can be copied', () => {
    const cause = {
      ...rolledBack().cause!,
      repair: [`aws stepfunctions update-state-machine-alias ${'x'.repeat(90)}`],
    };
    expect(terminalSummary(rolledBack({ outcome: 'CriticalError', cause }), plain)).toContain(
      `    ${cause.repair[0]}\n`,
    );
  });

  test('keeps to eighty columns, but for what is to be copied', () => {
    for (const line of terminalSummary(rolledBack(), { ...plain, machines }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('has no colour codes unless they are welcome', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(terminalSummary(rolledBack(), { ...plain, machines })).not.toMatch(/\u001b/);
    expect(terminalSummary(rolledBack(), { ...plain, colour: true })).toContain('\u001b[1m');
  });

  test('cannot be tricked by names and causes', () => {
    const cause = { ...rolledBack().cause!, summary: 'gone\u001b[2J\u001b]0;title\u0007' };
    const text = terminalSummary(rolledBack({ cause, reason: '\u001b[8m', path: ['\u001b[8m'] }), plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u001b\u0007]/);
  });
});
