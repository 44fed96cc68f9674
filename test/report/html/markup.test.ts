import { describe, expect, test } from '@jest/globals';
import { html, textOf, trusted } from '../../../report/html/markup.ts';

describe('markup', () => {
  test.each([
    ['</script><script>alert(1)</script>', '&#60;/script&#62;&#60;script&#62;alert(1)&#60;/script&#62;'],
    ['" onmouseover="alert(1)', '&#34; onmouseover=&#34;alert(1)'],
    ["' x='`", '&#39; x=&#39;&#96;'],
    ['&lt;b&gt;', '&#38;lt;b&#38;gt;'],
    ['\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
    ['a\u0000b\u001b[2J', 'a\\u0000b\\u001b[2J'],
    ['line\nline', 'line\nline'],
  ])('cannot be tricked by %j', (given, shown) => {
    expect(textOf(html`<p title="${given}">${given}</p>`)).toBe(`<p title="${shown}">${shown}</p>`);
  });

  test('takes markup as it is, lists of it, numbers, and nothing for what is not there', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
    expect(textOf(html`<ul>${items}</ul>${3}${undefined}${false}${trusted('<hr>')}`)).toBe(
      '<ul><li>a</li><li>&#60;</li></ul>3<hr>',
    );
  });

  test('cannot be forged by JSON', () => {
    const forged = JSON.parse('{"markup":"<script>","Symbol(markup)":"<script>","text":"<script>"}');
    expect(() => textOf(html`<p>${forged}</p>`)).not.toThrow();
    expect(textOf(html`<p>${forged}</p>`)).toBe('<p>undefined</p>');
  });
});
