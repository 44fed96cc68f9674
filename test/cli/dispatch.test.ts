import { describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { folderWith, scenarioFiles } from './folder.ts';
import { recordingScreen } from './screens.ts';

async function run(...argv: string[]) {
  const screen = recordingScreen();
  const code = await dispatch(argv, screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

describe('the command line', () => {
  test.each([
    [['rehears', 'x'], 'Unknown command rehears. Did you mean rehearse?'],
    [['help', 'rehears'], 'Unknown command rehears. Did you mean rehearse?'],
    [['fly'], 'Unknown command fly. Try init, plan, rehearse, deploy, '],
    [['rehearse', 'x', '--jsn'], 'Unknown option --jsn. Did you mean --json?'],
    [['rehearse', 'x', '-x'], 'Unknown option -x.'],
    [['--versoin'], 'Unknown option --versoin. Did you mean --version?'],
    [['rehearse'], 'No scenario given'],
    [['rehearse', 'a', 'b'], 'One scenario at a time, but 2 were given.'],
    [['rehearse', 'a', '--json=yes'], '--json takes no value.'],
    [['rehearse', 'a', '--seed'], '--seed needs a value.'],
    [['rehearse', 'a', '--seed', 'x'], '--seed: found "x", expected a whole number from 0.'],
    [['rehearse', 'a', '--seed', '-1'], '--seed: found "-1", expected a whole number from 0.'],
    [['--version', 'rehearse', '--x'], 'Unknown option --x.'],
  ])('%j is wrong usage, told in a sentence', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('options before the command are told where they belong', async () => {
    expect((await run('--debug', 'rehearse', 'a')).err).toContain('Options come after the command: stepshift rehearse');
  });

  test('without a command it shows help, as wrong usage', async () => {
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain('Usage: stepshift COMMAND');
  });

  test.each([
    [['--help']],
    [['-h']],
    [['help']],
    [['help', 'rehearse']],
    [['rehearse', '--help']],
    [['rehearse', 'anything', '-h']],
  ])('%j shows usage, examples and the exit codes', async (argv) => {
    const { code, out, err } = await run(...argv);
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toContain('Usage: stepshift');
    expect(out).toContain('Examples:');
    for (const exit of Object.values(EXIT)) expect(out).toContain(`\n  ${exit}  `);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });

  test('--version shows the version', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('a scenario that cannot be read is told by its path, without a stack trace', async () => {
    const { code, out, err } = await run('rehearse', 'nowhere');
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toBe(
      'nowhere: found nothing there, expected a folder with a scenario.json, or a file that ends in .json\n',
    );
  });

  test.each(['README.md', 'x'.repeat(5000), 'a\0b', 'package.json/x'])(
    'a scenario whose path leads nowhere is a fault of the scenario',
    async (path) => {
      const { code, out, err } = await run('rehearse', path);
      expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
      expect(err).toMatch(
        /^.{1,260}: found .* expected a folder with a scenario\.json, or a file that ends in \.json\n$/,
      );
    },
  );

  test('a stack trace is shown with --debug, and only then', async () => {
    expect((await run('rehearse', 'nowhere')).err).not.toMatch(/\n\s+at /);
    expect((await run('rehearse', 'nowhere', '--debug')).err).toMatch(/\n\s+at /);
  });
});

describe('a fault that nobody foresaw', () => {
  const broken = async (...argv: string[]) => {
    const screen = recordingScreen();
    const print = (): void => {
      throw new Error('the disk is full');
    };
    return { code: await dispatch(argv, { ...screen, print }), err: screen.noted() };
  };

  test('is told in a sentence, and with --debug by its stack trace', async () => {
    expect(await broken('--help')).toEqual({
      code: EXIT.fault,
      err: 'stepshift: unexpected fault: the disk is full (a stack trace is shown with --debug)\n',
    });
    expect((await broken('--version', '--debug')).err).toMatch(/the disk is full\n\s+at /);
  });
});

describe('rehearse', () => {
  test('prints a summary a person understands, and notes progress', async () => {
    const { code, out, err } = await run('rehearse', folderWith(scenarioFiles()));
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('✔ Succeeded after 5 minutes');
    expect(out).toContain('Alias live of Small is wholly on version 2.');
    expect(err).toContain('candidate gets 100 %');
  });

  test('with --json prints one JSON object and nothing else, progress still noted', async () => {
    const { code, out, err } = await run('rehearse', folderWith(scenarioFiles()), '--json');
    expect(code).toBe(EXIT.ok);
    const printed = JSON.parse(out);
    expect(Object.keys(printed)).toEqual(
      expect.arrayContaining(['version', 'outcome', 'reason', 'cause', 'path', 'historyEvents', 'shifts']),
    );
    expect(printed).toMatchObject({
      version: 1,
      outcome: 'Succeeded',
      alias: [{ version: 2, weight: 100 }],
      executions: {
        stable: { started: 0, succeeded: 0, failed: 0 },
        candidate: { started: 0, succeeded: 0, failed: 0 },
      },
      virtualSeconds: 900,
    });
    expect(err).toContain('candidate gets 100 %');
  });

  test('takes --seed instead of the scenario’s seed', async () => {
    const folder = folderWith(scenarioFiles({ seed: 7 }));
    const seven = await run('rehearse', folder, '--json');
    expect(seven.out).toBe((await run('rehearse', folder, '--json', '--seed', '7')).out);
    expect(seven.out).not.toBe((await run('rehearse', folder, '--json', '--seed', '8')).out);
  });

  test.each([
    [{ expect: 'Succeeded' }, EXIT.ok],
    [{ expect: 'RolledBack' }, EXIT.unexpected],
    [{ request: {} }, EXIT.validationError],
    [{ request: {}, expect: 'ValidationError' }, EXIT.ok],
  ])('of a scenario with %j exits with %d', async (changes, exit) => {
    const { code, err } = await run('rehearse', folderWith(scenarioFiles(changes)));
    expect(code).toBe(exit);
    expect(err.includes('the scenario expects')).toBe(exit === EXIT.unexpected);
  });

  test('of several machines keys what it prints by their names', async () => {
    const { code, out } = await run('rehearse', 'examples/three-targets', '--json');
    expect(code).toBe(EXIT.ok);
    const { shifts, alias, executions } = JSON.parse(out);
    for (const keyed of [shifts, alias, executions])
      expect(Object.keys(keyed)).toEqual(['Orders', 'Payments', 'Shipments']);
  });

  test('of a stopped deployment tells who completed it', async () => {
    const { code, out, err } = await run('rehearse', 'examples/stop-execution');
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('The watchdog completed the deployment 46 seconds later: every alias is back on');
    expect(err).toMatch(/1:30 .* the deployment is stopped\n.*2:16 .* completed by the watchdog: RolledBack\n/);
  });

  test('of the bad example without its expectation exits as RolledBack', async () => {
    const { readFileSync } = await import('node:fs');
    const file = (name: string) =>
      readFileSync(new URL(`../../examples/sample-alias-machine/${name}`, import.meta.url), 'utf8');
    const { expect: _, ...scenario } = JSON.parse(file('scenario.json'));
    const folder = folderWith({
      'scenario.json': scenario,
      'stable.asl.json': file('stable.asl.json'),
      'candidate.asl.json': file('candidate.asl.json'),
    });
    expect((await run('rehearse', folder)).code).toBe(EXIT.rolledBack);
  });
});
