import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { processScreen } from '../../cli/screen.ts';

function terminal(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY, columns: 120 }) as unknown as NodeJS.WriteStream & { fd: 1 & 2 };
}

describe('the screen of a process', () => {
  test('has colour on a terminal only', () => {
    const screen = processScreen({ stdout: terminal(false), stderr: terminal(true), env: {} });
    expect(screen.colour).toEqual({ print: false, note: true });
    expect(screen.columns).toBe(120);
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('has none with %j', (env) => {
    expect(processScreen({ stdout: terminal(true), stderr: terminal(true), env }).colour).toEqual({
      print: false,
      note: false,
    });
  });

  test('outlives a reader that has gone away', () => {
    const stdout = terminal(false);
    processScreen({ stdout, stderr: terminal(false), env: {} });
    expect(() => stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))).not.toThrow();
    expect(() => stdout.emit('error', new Error('disk full'))).toThrow('disk full');
  });
});
