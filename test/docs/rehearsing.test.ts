import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readScenario } from '../../cli/scenario/read.ts';
import { folderWith, scenarioFiles } from '../cli/folder.ts';

const blocks = [...readFileSync('docs/rehearsing.md', 'utf8').matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) =>
  JSON.parse(text!),
);
/** Parts of a scenario, that is, with nothing of the machine in them. */
const parts = blocks.filter((block) => ('traffic' in block || 'events' in block) && !('request' in block));

describe('what the page on rehearsing shows', () => {
  test('has traffic in phases, with shares and past the alias, and events', () => {
    expect(parts).toHaveLength(4);
  });

  test('has the deployer itself, with what its next version has otherwise', () => {
    const scenario = blocks.find((block) => JSON.stringify(block).includes('"deployer"'));
    const folder = folderWith({ ...scenarioFiles(), 'scenario.json': scenario, 'next/shift-traffic.mjs': '' });
    const [{ upgrade, candidate }] = readScenario(folder).machines;
    expect(upgrade!.code).toMatchObject([{ task: 'ShiftTraffic' }]);
    expect(JSON.parse(candidate.text).States.ConfirmShift.TimeoutSeconds).toBe(90);
  });

  test.each(parts)('is part of a scenario: %j', (part) => {
    expect(readScenario(folderWith(scenarioFiles(part)))).toMatchObject({ name: expect.any(String) });
  });
});
