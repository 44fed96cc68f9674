import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { evaluateAlarm } from './alarm-evaluator.ts';

/** The tables of the CloudWatch User Guide, beside the project where they are there at all. */
const RECORDINGS = join(process.cwd(), '../shared/conformance');
const CASES = join(RECORDINGS, 'api/alarm-evaluation.json');
const found = existsSync(CASES);

(found ? describe : describe.skip)(
  found ? 'alarm evaluation' : `alarm evaluation (skipped: ${CASES} is not there)`,
  () => {
    test('follows the tables of the CloudWatch User Guide', async () => {
      const { loadFiles, runSuite } = await import(pathToFileURL(join(RECORDINGS, 'run-api.mjs')).href);
      const failures: string[] = [];
      const report = ({ name, reason }: { readonly name: string; readonly reason: string | null }) => {
        if (reason) failures.push(`${name}: ${reason}`);
      };
      const { passed } = await runSuite({ files: loadFiles([CASES]), evaluate: evaluateAlarm, report });
      console.info(`alarm-evaluation.json: ${passed} of ${passed + failures.length} cases hold`);
      expect(failures).toEqual([]);
    });
  },
);
