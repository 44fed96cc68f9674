import { judgeSmokeTest, type SmokeTestResult, type SmokeTestRun } from '../workflow/smoke-test.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly run: SmokeTestRun;
}

/** Compares what one smoke test did with what is expected of it. */
export const handler = taskHandler('JudgeSmokeTest', ({ run }: Input): SmokeTestResult => judgeSmokeTest(run));
