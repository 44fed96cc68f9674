import { describe, expect, test } from '@jest/globals';
import { markdownReport, plain } from '../../report/markdown.ts';
import type { TendedTarget } from '../../workflow/after-care.ts';
import { rolledBack } from './records.ts';
import { LIVE } from './stories.ts';
import { target } from './targets.ts';

describe('the report as Markdown', () => {
  test('says how it ended, why, and what was seen', () => {
    const text = markdownReport(
      rolledBack({ targets: [target({ rolledBack: { kind: 'restored', updatedAt: '2026-01-01T00:12:31.000Z' } })] }),
    );
    expect(text.split('\n')[0]).toBe(
      '### ↩ Rolled back: Version 2 of orders was rolled back from 50 % of the traffic after 2 minutes 31 seconds: an alarm fired (AlarmFiring).',
    );
    expect(text).toContain('| orders | live | 1 | 2 | wholly on version 1 again, read back |');
    expect(text).toContain('| 50 % | 1:01–1:31 | 2 | healthy |');
    expect(text).toContain('](<https://us-east-1.console.aws.amazon.com/states/');
  });

  test('has smoke tests, reasons one below the other, and what became of executions', () => {
    const [check] = rolledBack().checks;
    const none = { count: 0, sample: [] };
    const tended = {
      ...LIVE,
      stage: 'done',
      running: { count: 3, sample: [] },
      stopped: 2,
      replayed: 9,
      notReplayed: none,
    };
    const text = markdownReport(
      rolledBack({
        checks: [{ ...check!, reasons: ['one | two', 'three'] }],
        smokeTests: [{ name: 'refund', versionArn: 'not known', passed: false, found: 'FAILED' }],
        afterCare: { progress: 'done', waitSeconds: 0, calls: 1, targets: [tended as TendedTarget] },
      }),
    );
    expect(text).toContain('| refund | not known | ✘ failed | FAILED |');
    expect(text).toContain('| one \\| two<br>three |');
    expect(text).toContain(
      'Executions of the candidate of orders:live: 3 still running, 2 stopped, 9 started again on stable, 0 not started again.',
    );
  });

  test('says who asked for it, and why', () => {
    const text = markdownReport(rolledBack({ request: { requestedBy: 'kim', reason: 'a | b' } }));
    expect(text).toMatch(/, started 2026-01-01 00:10:00 UTC, requested by kim, because: a \\\| b\n$/);
  });

  test('shows what is left to do as it can be copied', () => {
    const cause = { ...rolledBack().cause!, repair: ['echo "```"', 'aws stepfunctions x --y'] };
    const text = markdownReport(rolledBack({ outcome: 'CriticalError', cause }));
    expect(text).toContain('```sh\naws stepfunctions x --y\n```');
    expect(text).toContain('````sh\necho "```"\n````');
  });

  test.each([
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[a](javascript:alert(1))', '\\[a\\](javascript:alert(1))'],
    ['a | b\n| c', 'a \\| b \\| c'],
    ['see https://evil.example and www.evil.example', 'see https\\://evil.example and www\\.evil.example'],
    ['@everyone kim@example.com', '@\u2060everyone kim@\u2060example.com'],
    ['refund #4711', 'refund \\#\u20604711'],
    ['$\\text{all is well}$', '\\$\\\\text\\{all is well\\}\\$'],
    ['/approve', '\\/approve'],
    ['- a list', '\\- a list'],
    ['1. a list', '1\\. a list'],
    ['\u202egnp.exe', '\\\\u202egnp.exe'],
  ])('cannot be tricked by %j', (given, shown) => {
    expect(plain(given)).toBe(shown);
  });
});
