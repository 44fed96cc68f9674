import { type Markup, textOf } from '../../report/html/markup.ts';
import { STYLE } from '../../report/html/style.ts';

/** A picture of a page as a file of its own, for pages that can only show images: light or dark as its reader likes it. */
export function standalone(picture: Markup): string {
  const svg = textOf(picture);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!;
  const wanted = svg.startsWith('<svg class="graph"')
    ? /^(?::root|@media \(prefers|\.graph|\.road)/
    : /^(?::root|@media \(prefers)/;
  const rules = STYLE.trim()
    .split(/\n(?=[:@.*\w])/)
    .filter((rule) => wanted.test(rule));
  const style = `<style>${rules.join('\n')}\nsvg{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}</style>`;
  const paper = `<rect width="${width}" height="${height}" style="fill:var(--paper);stroke:none"/>`;
  return `${svg.replace(/^<svg[^>]*>/, (open) => open + style + paper)}\n`;
}
