import { harmless } from '../paint.ts';

const MARKUP = Symbol('markup');

/** HTML that may be put into a page as it is. Only this file makes it, and no JSON can: its key is a symbol. */
export interface Markup {
  readonly [MARKUP]: string;
}

type Value = Markup | readonly Markup[] | string | number | false | undefined;

/** A template of HTML: what is put into it is escaped, unless it is markup already. Attribute values must be in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { [MARKUP]: strings.reduce((text, part, i) => text + shown(values[i - 1]) + part) };
}

/** HTML from a source that escapes by itself: our own style sheet, and the chart library's SVG. */
export function trusted(text: string): Markup {
  return { [MARKUP]: text };
}

export function textOf(markup: Markup): string {
  return markup[MARKUP];
}

/** Text from outside, made harmless: no markup, no controls but line breaks, nothing that turns the direction of what follows. */
export function escaped(text: string): string {
  return text
    .split('\n')
    .map((line) => harmless(line).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`))
    .join('\n');
}

function shown(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  return Array.isArray(value) ? value.map(textOf).join('') : textOf(value as Markup);
}
