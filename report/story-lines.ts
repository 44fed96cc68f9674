import { machineName } from '../workflow/arns.ts';
import { timeText } from './duration.ts';
import { harmless } from './paint.ts';
import type { TargetStory } from './target-story.ts';

/** The story of a target for a terminal: where it stands, then a line for each deployment, the latest first. */
export function storyLines(story: TargetStory): readonly string[] {
  return [storyHeadline(story), ...[...story.chapters].reverse().map(line)].map(harmless);
}

/** Where the target stands, and how it came there, in one sentence. */
export function storyHeadline({ target, chapters, spans }: TargetStory): string {
  const name = `${machineName(target)}:${target.alias}`;
  const count = chapters.filter(({ kind }) => kind === 'deployment').length;
  if (count === 0) return `Nothing is known of any deployment of ${name}.`;
  const last = spans.at(-1);
  const deployments = count === 1 ? 'one deployment' : `${count} deployments`;
  if (!last) return `${name} has had ${deployments}, and none of them went live.`;
  return `${name} is on version ${last.version} since ${timeText(last.from)}, after ${deployments}.`;
}

function line(chapter: TargetStory['chapters'][number]): string {
  if (chapter.kind === 'outside')
    return `${timeText(chapter.movedAt)}  ✖ somebody else moved it from version ${chapter.from} to ${chapter.to}`;
  const { startedAt, mark, sentence, who, name } = chapter;
  return `${timeText(startedAt)}  ${mark} ${sentence} (${name}${who === undefined ? '' : `, by ${who}`})`;
}
