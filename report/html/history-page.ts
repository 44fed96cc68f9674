import { machineName, targetName } from '../../workflow/arns.ts';
import { executionLink, machineLink } from '../console-links.ts';
import { timeText } from '../duration.ts';
import { storyHeadline } from '../story-lines.ts';
import type { Chapter, TargetStory } from '../target-story.ts';
import { historyChart } from './history-chart.ts';
import { html, type Markup } from './markup.ts';
import { page } from './page.ts';
import { NARROW, WIDE } from './panel.ts';
import { link } from './words.ts';

/** The story of a target as a self-contained HTML page. */
export function historyPage(story: TargetStory): string {
  const { target, chapters } = story;
  const name = targetName(target);
  const header = html`<p>${link(machineName(target), machineLink(target.stateMachineArn))}, alias <bdi>${target.alias}</bdi></p><h1>${storyHeadline(story)}</h1>`;
  return page(`History of ${name}`, header, [picture(story), chapters.length > 0 ? table(chapters) : undefined]);
}

function picture(story: TargetStory): Markup | undefined {
  if (story.spans.length === 0) return undefined;
  const title = storyHeadline(story);
  const words = story.spans.map(
    ({ version, from, until }) =>
      html`<li>version ${version} from ${timeText(from)}${until === undefined ? ' on' : ` to ${timeText(until)}`}</li>`,
  );
  return html`<section>
<h2>Which version was live when</h2>
<figure>
<div class="wide">${historyChart(story, WIDE, title)}</div>
<div class="narrow">${historyChart(story, NARROW, title)}</div>
<figcaption><p>As far as deployments know: who else moves the alias is seen when the next one begins.</p><ul>${words}</ul></figcaption>
</figure>
</section>`;
}

function table(chapters: readonly Chapter[]): Markup {
  return html`<section>
<h2>Deployments, the latest first</h2>
<table class="cards">
<thead><tr><th scope="col">Started</th><th scope="col">Execution</th><th scope="col">Versions</th><th scope="col">By</th><th scope="col">How it ended</th></tr></thead>
<tbody>${[...chapters].reverse().map(row)}</tbody>
</table>
</section>`;
}

function row(chapter: Chapter): Markup {
  if (chapter.kind === 'outside')
    return html`<tr><td class="time" data-name="Moved">${timeText(chapter.movedAt)}</td><td data-name="Execution">none known</td><td data-name="Versions">${chapter.from} → ${chapter.to}</td><td data-name="By">somebody else</td><td><span class="unsure">✖</span> Somebody else moved the alias; found by the next deployment, ${timeText(chapter.foundAt)}.</td></tr>`;
  const { startedAt, executionArn, name, stable, candidate, who, tone, mark, sentence } = chapter;
  return html`<tr><td class="time" data-name="Started">${timeText(startedAt)}</td><td data-name="Execution">${link(name, executionLink(executionArn))}</td><td data-name="Versions">${stable ?? 'none'} → ${candidate ?? 'none'}</td><td data-name="By"><bdi>${who ?? 'not said'}</bdi></td><td><span class="${tone}">${mark}</span> ${sentence}</td></tr>`;
}
