import { describe, expect, test } from '@jest/globals';
import { liveLine } from '../../../cli/watching/live-line.ts';
import { recordingScreen } from '../screens.ts';

describe('the line that is written over', () => {
  test('stands below the lines that stay, and is taken away before each', () => {
    const screen = { ...recordingScreen(), live: true };
    const live = liveLine(screen);
    live.show('3 minutes left');
    live.show('3 minutes left');
    live.tell('candidate gets 10 %');
    live.show('2 minutes left');
    live.clear();
    expect(screen.noted()).toBe('3 minutes left\r\u001b[Kcandidate gets 10 %\n2 minutes left\r\u001b[K');
  });

  test('is not shown where it would break, colours apart', () => {
    const screen = { ...recordingScreen(), live: true, columns: 10 };
    const live = liveLine(screen);
    live.show('\u001b[32m123456789\u001b[39m');
    live.show('1234567890');
    expect(screen.noted()).toBe('\u001b[32m123456789\u001b[39m\r\u001b[K');
  });

  test('is not shown in a log', () => {
    const screen = recordingScreen();
    liveLine(screen).show('3 minutes left');
    expect(screen.noted()).toBe('');
  });
});
