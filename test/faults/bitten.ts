import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tooth } from './teeth.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = ['package.json', 'tsconfig.json', 'workflow', 'tasks', 'local', 'test/faults', 'test/tasks'];

/** The project in a folder of its own, with that bug in it. The caller removes it. */
export function bitten({ file, find, replace, name }: Tooth): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-tooth-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const source = readFileSync(join(folder, file), 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`${name}: ${file} has ${places} places like ${find}, expected one`);
  writeFileSync(
    join(folder, file),
    source.replace(find, () => replace),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
