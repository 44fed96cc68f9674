import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { logEvidence } from '../../workflow/judge.ts';
import type { Bucket, History } from '../../workflow/log-evidence.ts';

/** Series of buckets with the evidence that they come to, beside the project where they are there at all. */
const VECTORS = join(process.cwd(), '../shared/judge-vectors.json');
const found = existsSync(VECTORS);

interface Vector {
  readonly history: History;
  readonly buckets: readonly Bucket[];
  readonly logEvidence: number;
}

(found ? describe : describe.skip)(found ? 'the vectors' : `the vectors (skipped: ${VECTORS} is not there)`, () => {
  test('all hold to 1e-6', () => {
    const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(VECTORS, 'utf8'));
    const off = vectors.filter(
      (vector) => Math.abs(logEvidence(vector.buckets, vector.history) - vector.logEvidence) > 1e-6,
    );
    console.info(`judge-vectors.json: ${vectors.length - off.length} of ${vectors.length} hold`);
    expect(off).toEqual([]);
  });
});
