import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BENCHMARKS } from '../../bench/all.ts';

const PAGE = 'docs/verified.md';
const TEXT = readFileSync(PAGE, 'utf8');
const WORDS = ['test', 'recording', 'document', 'nothing yet'];
/** The row of what stands above a page's first heading. */
const TOP = '(top)';

interface Row {
  readonly page: string;
  readonly heading: string;
  readonly claim: string;
  readonly verifiedBy: string;
}

/** The rows of the tables below the headings that link to a page. An empty first cell goes on with the heading above it. */
const rows: readonly Row[] = TEXT.split(/^## /m).flatMap((section) => {
  const [, link] = /^\[[^\]]*\]\(([^)]+)\)\n/.exec(section) ?? [];
  if (link === undefined) return [];
  let heading = '';
  return [...section.matchAll(/^\| (.*) \| (.*) \| (.*) \|$/gm)].slice(1).map(([, under, claim, verifiedBy]) => {
    heading = under!.trim() || heading;
    return { page: join(dirname(PAGE), link), heading, claim: claim!, verifiedBy: verifiedBy! };
  });
});

/** Without code, whose comments look like headings. */
function prose(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```.*?^```$/gms, '');
}

function headings(page: string, level: RegExp): readonly string[] {
  return [...prose(page).matchAll(level)].map(([, heading]) => heading!);
}

/** Whether something is said between the title and the first heading. */
function hasTop(page: string): boolean {
  return /^# .*\n\n(?!## )\S/.test(prose(page));
}

/** The page on benchmarks has a heading for each that was run in full, and three that come and go with what the runs found. */
const BENCHMARKS_PAGE = 'docs/benchmarks.md';
const COMING_AND_GOING = ['Promises that were not kept', 'Not measured in full yet'];

/** What a page may be without, and has its rows all the same. */
function headingsToCome(page: string): readonly string[] {
  return page === BENCHMARKS_PAGE ? [...BENCHMARKS.map(({ name }) => name), ...COMING_AND_GOING] : [];
}

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .filter((page) => page !== PAGE),
];

/** `{word, text}` of each of a cell's lines. */
function verdicts({ verifiedBy }: Row): readonly { readonly word: string; readonly text: string }[] {
  return verifiedBy.split('<br>').map((part) => {
    const [, word = part, text = ''] = /^\*\*(.*?)\*\* (.*)$/.exec(part) ?? [];
    return { word, text };
  });
}

/** Where the names after this may be found; undefined: it is no test. */
function sourceOf(named: string): string | undefined {
  if (named === 'npm run faults') return 'test/faults/families.ts';
  const [, bench] = /^npm run bench -- ([\w-]+)$/.exec(named) ?? [];
  if (bench !== undefined) return `bench/${bench}.ts`;
  return /^[a-z-]+(\/[a-z-]+)+$/.test(named) ? `test/${named}.test.ts` : undefined;
}

/** What a row names that is not there: `docs/x.md, Heading: …`. */
function missingOf(row: Row): readonly string[] {
  const missing: string[] = [];
  for (const { text } of verdicts(row)) {
    let source: string | undefined;
    for (const [, named, quoted] of text.matchAll(/`([^`]+)`|"([^"]+)"/g)) {
      if (named !== undefined) source = sourceOf(named) ?? source;
      if (source !== undefined && !existsSync(source)) missing.push(`no ${source}`);
      else if (quoted !== undefined && (source === undefined || !readFileSync(source, 'utf8').includes(quoted)))
        missing.push(`"${quoted}" is not in ${source}`);
    }
  }
  return missing.map((what) => `${row.page}, ${row.heading}: ${what}`);
}

describe('docs/verified.md', () => {
  test('has a row for every heading of the README and of each page, or says that it makes no claim', () => {
    const wanted = pages.flatMap((page) => {
      const all = [...(hasTop(page) ? [TOP] : []), ...headings(page, /^## (.*)$/gm), ...headingsToCome(page)];
      const had = new Set(rows.filter((row) => row.page === page).map(({ heading }) => heading));
      return all
        .filter((heading) => !had.has(heading))
        .map((heading) => `add to ${PAGE}: ${page}, a row for ${heading}`);
    });
    expect(wanted).toEqual([]);
    expect(rows.length).toBeGreaterThan(150);
  });

  test('has rows for nothing that is not there any more', () => {
    const gone = rows.filter(
      ({ page, heading }) =>
        !existsSync(page) || ![TOP, ...headings(page, /^###? (.*)$/gm), ...headingsToCome(page)].includes(heading),
    );
    expect(gone.map(({ page, heading }) => `take out of ${PAGE}: ${page}, ${heading}`)).toEqual([]);
  });

  test('says of each claim by which of four words it is verified, and a test by its name', () => {
    const claims = rows.filter(({ claim }) => claim !== 'makes no claim');
    const wrong = claims.filter((row) =>
      verdicts(row).some(
        ({ word, text }) => !WORDS.includes(word) || text === '' || (word === 'test' && !/`[^`]+`/.test(text)),
      ),
    );
    expect(wrong.map(({ page, heading, claim }) => `${page}, ${heading}: ${claim}`)).toEqual([]);
  });

  test('names tests that are there', () => {
    expect(rows.flatMap(missingOf)).toEqual([]);
    const quoted = rows.flatMap(({ verifiedBy }) => verifiedBy.match(/"[^"]+"/g) ?? []);
    expect(quoted.length).toBeGreaterThan(200);
  });

  test('links to headings that are there', () => {
    const links = [...TEXT.matchAll(/\]\(([^)#]+)#([^)]+)\)/g)];
    const anchors = (page: string) =>
      headings(join(dirname(PAGE), page), /^##+ (.*)$/gm).map((heading) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter(([, page, anchor]) => !anchors(page!).includes(anchor!)).map(([link]) => link)).toEqual([]);
  });
});
