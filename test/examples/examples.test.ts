import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readScenario } from '../../cli/scenario/read.ts';
import { rehearse } from '../scenarios/recorded.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
const isScenario = (path: string): boolean => {
  const json = JSON.parse(readFileSync(EXAMPLES + path, 'utf8'));
  return 'stateMachine' in json || 'stateMachines' in json;
};

describe('every scenario of the examples', () => {
  test('is found', () => {
    expect(files.filter(isScenario).length).toBeGreaterThan(8);
  });

  test('is listed in the README of the examples, with its end', () => {
    const readme = readFileSync(`${EXAMPLES}README.md`, 'utf8');
    for (const path of files.filter(isScenario)) {
      const line = readme.split('\n').find((row) => row.startsWith(`| \`${path.replace(/\/scenario\.json$/, '')}\` |`));
      expect(line).toContain(`\`${readScenario(EXAMPLES + path).expect}\``);
    }
  });

  test.each(files.filter(isScenario).sort())('%s says how it ends, and ends so', async (path) => {
    const scenario = readScenario(EXAMPLES + path);
    expect(scenario.expect).toBeDefined();
    expect((await rehearse(scenario)).record.outcome).toBe(scenario.expect);
  });
});
