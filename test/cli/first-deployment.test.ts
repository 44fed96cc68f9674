import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { asTyped, example, firstDeployment } from '../../cli/first-deployment.ts';

describe('a first deployment', () => {
  test.each([
    [{}, 'stepshift'],
    [{ npm_command: 'exec', npm_lifecycle_event: 'npx' }, 'npx stepshift'],
    [{ npm_command: 'run-script', npm_lifecycle_event: 'stepshift' }, 'npm run -s stepshift --'],
    [{ npm_command: 'run-script', npm_lifecycle_event: 'release' }, 'stepshift'],
  ])('is shown as the command is typed with %j', (env, typed) => {
    expect(asTyped(env)).toBe(typed);
    expect(firstDeployment('http://127.0.0.1:1', env)).toContain(`  ${typed} deploy --state-machine `);
  });

  test('is of a definition that is there', () => {
    expect(existsSync(example('sample-alias-machine/stable.asl.json'))).toBe(true);
  });
});
