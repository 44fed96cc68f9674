import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true })";
/** What is inside of a picture is one picture to whoever does not see it. */
const AXE_RUN = "axe.run({ exclude: ['svg *'] }, { resultTypes: ['violations'] })";

export interface View {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  /** As it is printed. */
  readonly print?: boolean;
}

/** Opens a page as a file is opened, and answers all that is wrong with it, a sentence each. */
export async function pageFaults(
  browser: Browser,
  html: string,
  { width, colorScheme, print = false }: View,
): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => faults.push(`request: ${request.url()}`));
  try {
    if (print) await page.emulateMedia({ media: 'print', colorScheme });
    await page.setContent(html);
    await page.evaluate(OPEN_ALL);
    return [...faults, ...((await page.evaluate(SHAPE)) as string[]), ...(await axeFaults(page))];
  } finally {
    await context.close();
  }
}

/** Run in the page, as text: the project's types know no browser. */
const SHAPE = String.raw`(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const elements = [...document.querySelectorAll('*')];
  const handlers = elements.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on')));
  const links = elements.flatMap((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? []);
  const strange = links.filter((link) => !/^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\//.test(link));
  const boxOf = (element) => element.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const within = (a, b) => a.left > b.left - 2 && a.right < b.right + 2 && a.top > b.top - 2 && a.bottom < b.bottom + 2;
  const textsOf = (element) => [...element.querySelectorAll('text')].filter((text) => boxOf(text).width > 0);
  const unreadable = [...document.querySelectorAll('svg')].flatMap((svg) => [
    ...textsOf(svg).filter((text) => !within(boxOf(text), boxOf(svg))).map((text) => 'cut off: ' + text.textContent),
    ...[...svg.querySelectorAll('g:not(.road)')].flatMap((node) => {
      const [text, box] = [node.querySelector(':scope > text'), node.querySelector(':scope > rect')];
      return text && box && !within(boxOf(text), boxOf(box)) ? ['wider than its box: ' + text.textContent] : [];
    }),
  ]);
  const overwritten = [...document.querySelectorAll('svg.chart')].flatMap((svg) => {
    const texts = textsOf(svg);
    return texts.flatMap((one, i) =>
      texts.slice(i + 1).filter((other) => meet(boxOf(one), boxOf(other))).map((other) => one.textContent + ' and ' + other.textContent),
    );
  });
  const visible = [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0);
  return [
    ...(scrollWidth > clientWidth ? ['it is ' + (scrollWidth - clientWidth) + ' pixels too wide'] : []),
    ...(document.scripts.length > 0 ? ['it has a script'] : []),
    ...(document.title === 'owned' ? ['a script ran'] : []),
    ...handlers.map((name) => 'an attribute ' + name),
    ...strange.map((link) => 'a link to ' + link),
    ...unreadable,
    ...overwritten.map((both) => 'one over the other: ' + both),
    ...visible.filter((svg) => !svg.getAttribute('aria-label')).map(() => 'a picture without words'),
  ];
})()`;

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = (await page.evaluate(AXE_RUN)) as AxeResult;
  return violations.map(({ id, nodes }) => `axe: ${id} (${nodes.length}): ${nodes[0]!.html.slice(0, 200)}`);
}
