import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../local/states/definition/diagnose.ts';
import { holdsAgainstRecordings, RECORDINGS } from './api-suite.ts';

holdsAgainstRecordings('Step Functions API', (fileName) => fileName.startsWith('sfn-'));

const EXECUTIONS = join(RECORDINGS, 'executions');

if (existsSync(EXECUTIONS)) {
  test.each(readdirSync(EXECUTIONS).filter((name) => name.endsWith('.json')))(
    'every definition in %s, which AWS accepted, is accepted',
    (fileName) => {
      const { cases } = JSON.parse(readFileSync(join(EXECUTIONS, fileName), 'utf8'));
      const type = fileName === 'express.json' ? 'EXPRESS' : 'STANDARD';
      const refused = cases.flatMap(({ name, definition }: { name: string; definition: unknown }) =>
        diagnose(JSON.stringify(definition), type).map((finding) => ({ name, ...finding })),
      );
      expect(refused).toEqual([]);
    },
  );
} else {
  describe.skip(`recorded definitions (skipped: ${EXECUTIONS} is not there)`, () => test('are accepted', () => {}));
}
