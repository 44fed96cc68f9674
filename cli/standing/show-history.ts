import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeText } from '../../report/duration.ts';
import { painter } from '../../report/paint.ts';
import { storyLines } from '../../report/story-lines.ts';
import { targetStory } from '../../report/target-story.ts';
import { versionNumber } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { TargetKey, VersionEntry } from '../../workflow/ledger.ts';
import { type Aws, openAws } from '../aws.ts';
import type { Arguments } from '../command.ts';
import { deploymentsOf } from '../deployments-of.ts';
import { targetNamed } from '../machines.ts';
import { writePage } from '../report/write-page.ts';
import type { Screen } from '../screen.ts';
import { storedRecord } from '../watching/record-of.ts';

/** Shows the story of a target, and what its machine's versions have proved to be, whatever alias they were deployed to. */
export async function showHistory(named: string, values: Arguments['values'], screen: Screen): Promise<void> {
  const aws = openAws(values, named);
  const target = await targetNamed(named, aws);
  const story = targetStory(target, await recordsOf(target, aws));
  const versions = await aws.ports.ledger.versions.read(target.stateMachineArn);
  if (values.json) return screen.print(`${JSON.stringify({ ...story, versions }, null, 2)}\n`);
  if (values.html === undefined && !values.open)
    return screen.print(`${[...storyLines(story), ...versionLines(versions, screen)].join('\n')}\n`);
  const file =
    values.html === undefined ? join(mkdtempSync(join(tmpdir(), 'stepshift-')), 'history.html') : values.html;
  // Only now: the chart library takes longer to load than all the rest.
  const { historyPage } = await import('../../report/html/history-page.ts');
  await writePage(historyPage(story), String(file), screen, values.open === true);
}

/** In the order of their starts. */
async function recordsOf(target: TargetKey, aws: Aws): Promise<readonly AuditRecord[]> {
  const executionArns = [...(await deploymentsOf(target, aws))].reverse();
  const records = await Promise.all(executionArns.map((executionArn) => storedRecord(executionArn, aws)));
  return records.filter((record) => record !== undefined);
}

const COLOURS = { stable: 'good', superseded: 'faint', bad: 'bad' } as const;

function versionLines(versions: readonly VersionEntry[], { colour }: Screen): readonly string[] {
  const paint = painter(colour.print);
  return [...versions].reverse().map(({ versionArn, standing, at }) => {
    return `version ${versionNumber(versionArn)} is ${paint[COLOURS[standing]](standing)} since ${timeText(at)}`;
  });
}
