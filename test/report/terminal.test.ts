import { describe, expect, test } from '@jest/globals';
import { terminalSummary } from '../../report/terminal.ts';
import { rolledBack } from './records.ts';

const plain = { colour: false, columns: 80 };
const observed = {
  alias: [{ version: 1, weight: 100 }],
  executions: {
    stable: { started: 40, succeeded: 40, failed: 0 },
    candidate: { started: 35, succeeded: 7, failed: 28 },
  },
};

describe('the summary on a terminal', () => {
  test('says how it ended and why in the first lines', () => {
    const [first, second] = terminalSummary(rolledBack(), plain).split('\n');
    expect(first).toBe('↩ RolledBack (AlarmFiring) after 2 minutes 31 seconds');
    expect(second).toBe('  The candidate was unhealthy; orders:live is back on version 1.');
  });

  test('shows executions per version with failures, and where the alias stands', () => {
    const text = terminalSummary(rolledBack(), { ...plain, observed });
    expect(text).toMatch(/candidate\s+35\s+7\s+28 {2}80 %/);
    expect(text).toContain('Alias  wholly on version 1');
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
    for (const line of terminalSummary(rolledBack(), { ...plain, observed }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('has no colour codes unless they are welcome', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(terminalSummary(rolledBack(), { ...plain, observed })).not.toMatch(/\u001b/);
    expect(terminalSummary(rolledBack(), { ...plain, colour: true })).toContain('\u001b[1m');
  });

  test('cannot be tricked by names and causes', () => {
    const cause = { ...rolledBack().cause!, summary: 'gone\u001b[2J\u001b]0;title\u0007' };
    const text = terminalSummary(rolledBack({ cause, reason: '\u001b[8m', path: ['\u001b[8m'] }), plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u001b\u0007]/);
  });
});
