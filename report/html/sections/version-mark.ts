import { parseVersionArn } from '../../../workflow/arns.ts';
import { versionLink } from '../../console-links.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';

/** A version by its number, as a link to the console. */
export function versionMark(versionArn: string | undefined): Markup {
  if (versionArn === undefined) return html`none`;
  const number = parseVersionArn(versionArn)?.version;
  if (number === undefined) return html`<bdi>${versionArn}</bdi>`;
  return html`<span class="version">${link(`version ${number}`, versionLink(versionArn))}</span>`;
}
