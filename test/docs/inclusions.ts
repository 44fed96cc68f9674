import { readFileSync } from 'node:fs';

/** A page with the files that it includes, as they are: a block after `<!-- from: PATH -->`. */
export function withInclusions(page: string): string {
  return page.replace(/(<!-- from: (\S+) -->\n```\w+\n).*?^```$/gms, (_, open: string, path: string) => {
    return `${open}${readFileSync(path, 'utf8').trimEnd()}\n\`\`\``;
  });
}
