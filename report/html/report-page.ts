import { outcomeOf } from '../outcome.ts';
import type { Reported } from '../reported.ts';
import { page } from './page.ts';
import { afterCareSection } from './sections/after-care.ts';
import { decisionsSection } from './sections/decisions.ts';
import { machineSection } from './sections/machine.ts';
import { recordSection } from './sections/record.ts';
import { requestSection } from './sections/request.ts';
import { smokeTestsSection } from './sections/smoke-tests.ts';
import { stepsSection } from './sections/steps.ts';
import { summarySection } from './sections/summary.ts';
import { targetsSection } from './sections/targets.ts';
import { timelineSection } from './sections/timeline.ts';

/** One deployment as a self-contained HTML page, what matters most first. Whatever the record holds is shown as text, and never as anything else. */
export function reportPage(reported: Reported): string {
  const { record } = reported;
  const { title, sentence } = outcomeOf(record);
  return page(`${title}: ${sentence}`, summarySection(record), [
    timelineSection(record),
    targetsSection(reported),
    smokeTestsSection(record),
    stepsSection(record),
    decisionsSection(record),
    afterCareSection(record),
    machineSection(record),
    requestSection(record),
    recordSection(record),
  ]);
}
