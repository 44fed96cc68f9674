import { writeFileSync } from 'node:fs';
import { writtenPath } from '../given-path.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import { named } from '../scenario/files.ts';
import type { Screen } from '../screen.ts';

/**
 * Writes a page to a file (`-`: standard output), says so, and shows it in the browser where that is wanted.
 * @throws ScenarioFault where it cannot be written
 */
export async function writePage(page: string, file: string, screen: Screen, open: boolean): Promise<void> {
  if (file === '-') return screen.print(page);
  const path = writtenPath(file, process.env);
  try {
    writeFileSync(path, page);
  } catch (error) {
    throw new ScenarioFault(
      `${named(path)}: found that it cannot be written (${(error as Error).message}), expected a file`,
    );
  }
  screen.note(`Written: ${named(path)}\n`);
  if (!open) return;
  const { openInBrowser } = await import('./open-in-browser.ts');
  if (!(await openInBrowser(path, process.env)))
    screen.note('stepshift: found nothing here that opens it; open it by hand.\n');
}
