import { fileURLToPath } from 'node:url';
import { painter } from '../report/paint.ts';
import { EXIT } from './exit-codes.ts';
import { rehearseOnScreen, summary } from './rehearse.ts';
import { readScenario } from './scenario/read.ts';
import type { Screen } from './screen.ts';

const EXAMPLES = [
  { folder: 'sample-alias-machine', title: 'A release with a defect' },
  { folder: 'sample-alias-machine-fixed', title: 'A good release' },
] as const;

const NEXT = `What to try next:

  npm run -s stepshift -- rehearse examples/strategies/linear-30-percent.json
  npm run -s stepshift -- rehearse examples/alarms/composite.json
  npm run -s stepshift -- rehearse examples/stop-execution
  npm run -s stepshift -- rehearse examples/sample-alias-machine --json
  npm run -s stepshift -- rehearse --help

Or break examples/sample-alias-machine-fixed/candidate.asl.json and run npm start again.
`;

/**
 * What `npm start` shows: a bad release that comes back, a good one that goes through. Answers the exit code: 0 when both ended as
 * their scenarios expect.
 */
export async function demonstrate(screen: Screen): Promise<number> {
  const paint = painter(screen.colour.print);
  const surprises: string[] = [];
  for (const [index, { folder, title }] of EXAMPLES.entries()) {
    const scenario = readScenario(fileURLToPath(new URL(`../examples/${folder}`, import.meta.url)));
    screen.print(`${paint.strong(`${index + 1} of ${EXAMPLES.length}: ${title}`)}\n\n`);
    const rehearsal = await rehearseOnScreen(scenario, screen);
    screen.print(`${summary(rehearsal, screen)}\n`);
    const { outcome } = rehearsal.record;
    if (outcome !== scenario.expect)
      surprises.push(`${scenario.name} ended as ${outcome}, expected ${scenario.expect}`);
  }
  if (surprises.length === 0) {
    screen.print(NEXT);
    return EXIT.ok;
  }
  screen.note(`stepshift: ${surprises.join('; ')}.\n`);
  return EXIT.unexpected;
}
