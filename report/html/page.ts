import { html, type Markup, textOf, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** Nothing is loaded, run or sent, whatever got into the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One self-contained HTML file. */
export function page(title: string, header: Markup, sections: readonly (Markup | undefined)[]): string {
  const shown = sections.flatMap((section) => section ?? []);
  return `${textOf(html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Stepshift">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>${header}</header>
<main>
${shown.flatMap((section) => [section, trusted('\n')])}</main>
<footer><p>Made by Stepshift from audit records. Times are UTC, or counted from the start; nothing in this page is loaded from elsewhere.</p></footer>
</body>
</html>
`)}`;
}
