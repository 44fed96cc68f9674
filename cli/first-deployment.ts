import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How this command is typed here: by its name, through npx, or by npm's script in the project's folder. */
export function asTyped({ npm_command: command, npm_lifecycle_event: script }: NodeJS.ProcessEnv): string {
  if (script === 'stepshift') return 'npm run -s stepshift --';
  return command === 'exec' ? 'npx stepshift' : 'stepshift';
}

/** The path of an example, from here: they are beside the sources, and in the package. */
export function example(name: string): string {
  const path = fileURLToPath(findUpwards(`examples/${name}`, new URL('.', import.meta.url)));
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function findUpwards(name: string, folder: URL): URL {
  const file = new URL(name, folder);
  const above = new URL('..', folder);
  return existsSync(file) || above.href === folder.href ? file : findUpwards(name, above);
}

/** A deployment that can be typed as it stands, beside a local AWS with the deployer. */
export function firstDeployment(endpoint: string, env: NodeJS.ProcessEnv): string {
  return `  ${asTyped(env)} deploy --state-machine orders --alias live \\
    --definition ${example('sample-alias-machine/stable.asl.json')} \\
    --endpoint-url ${endpoint}`;
}
