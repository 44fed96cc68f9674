import { transformSync } from 'esbuild';

/** The fenced blocks of a language in a page, without their fences. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'gms'))].map(([, text]) => text!);
}

/**
 * Runs a snippet of a page as the body of a constructor.
 * @param self what it calls `this`
 * @param given what it imports or takes for granted, by name
 * @param answers the names in it to answer
 */
// biome-ignore lint/suspicious/noExplicitAny: whatever the snippet makes
export function runSnippet(snippet: string, self: object, given: object, answers: readonly string[] = []): any {
  const body = snippet.replace(/^import .*$/gm, '');
  const { code } = transformSync(`function snippet() {\n${body}\nreturn { ${answers.join(', ')} };\n}`, {
    loader: 'ts',
  });
  return new Function(...Object.keys(given), `${code}\nreturn snippet.call(this);`).apply(self, Object.values(given));
}
