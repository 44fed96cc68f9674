import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../local/local-aws.ts';

/** API calls with the answers that AWS gave, beside the project where they are there at all. */
export const RECORDINGS = join(process.cwd(), '../shared/conformance');
const KNOWN = join(process.cwd(), 'test/conformance/known-api-differences.json');

type Report = (result: { readonly name: string; readonly reason: string | null }) => void;

/**
 * Holds local AWS against the recorded files whose names `select` accepts: a test per file, on an account of its own in virtual time.
 * A script may differ only if known-api-differences.json says why; one that is listed there and holds after all fails as well.
 */
export function holdsAgainstRecordings(title: string, select: (fileName: string) => boolean): void {
  const folder = join(RECORDINGS, 'api');
  if (!existsSync(folder)) {
    describe.skip(`${title} (skipped: ${folder} is not there)`, () => test('answers as recorded', () => {}));
    return;
  }
  const known: Readonly<Record<string, string>> = JSON.parse(readFileSync(KNOWN, 'utf8'));
  describe(title, () => {
    for (const fileName of readdirSync(folder).filter((name) => name.endsWith('.json') && select(name))) {
      test(`${fileName} is answered as recorded`, async () => {
        const { passed, failures } = await runFile(join(folder, fileName));
        console.info(`${fileName}: ${passed} of ${passed + failures.size} scripts hold`);
        const unlisted = [...failures].filter(([name]) => !known[`${fileName}/${name}`]);
        expect(unlisted.map(([name, reason]) => `${name}: ${reason}`)).toEqual([]);
        const listed = Object.keys(known).filter((key) => key.startsWith(`${fileName}/`));
        expect(listed.filter((key) => !failures.has(key.slice(fileName.length + 1)))).toEqual([]);
      });
    }
  });
}

async function runFile(
  path: string,
): Promise<{ readonly passed: number; readonly failures: ReadonlyMap<string, string> }> {
  const { connect, loadFiles, runSuite } = await import(pathToFileURL(join(RECORDINGS, 'run-api.mjs')).href);
  const aws = new LocalAws();
  const failures = new Map<string, string>();
  const report: Report = ({ name, reason }) => {
    if (reason) failures.set(name, reason);
  };
  const { passed } = await runSuite({
    files: loadFiles([path]),
    call: await connect({ requestHandler: aws.requestHandler() }),
    clock: { now: () => aws.clock.now(), pass: (seconds: number) => aws.clock.advanceBy(seconds * 1000) },
    report,
  });
  return { passed, failures };
}
