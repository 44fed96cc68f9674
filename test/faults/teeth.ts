import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Family } from './families.ts';

/** A deliberate bug: a place in the source, and what to make of it. The proof is worth something only if it finds each of them. */
export interface Tooth {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Where it is to be found. */
  readonly family: Family;
}

export const TEETH: readonly Tooth[] = [
  {
    name: 'the write is not announced in the ledger',
    file: 'tasks/alias-move.ts',
    find: 'announced(stored.entry, move.stage, move.wanted, ports.now(), move)',
    replace: 'stored.entry',
    family: 'single faults',
  },
  {
    name: 'an announced write is forgotten when a later try is acknowledged',
    file: 'workflow/ledger.ts',
    find: ' || intent.attempts > 1',
    replace: '',
    family: 'schedules',
  },
  {
    name: 'a stale reading is not told from a fresh one',
    file: 'workflow/live-alias.ts',
    find: "if (last.updatedAt !== undefined && live.updatedAt < last.updatedAt) return 'stale';",
    replace: '',
    family: 'single faults',
  },
  {
    name: 'somebody else’s write is overwritten: no drift check',
    file: 'workflow/live-alias.ts',
    find: "'foundAnew' : 'drifted';",
    replace: "'foundAnew' : 'asLeft';",
    family: 'schedules',
  },
  {
    name: 'one reading that finds no alias is believed',
    file: 'workflow/live-alias.ts',
    find: "? 'drifted' : 'missing';",
    replace: "? 'drifted' : 'drifted';",
    family: 'single faults',
  },
  {
    name: 'the owner of the lock is not proven before a write',
    file: 'workflow/ledger.ts',
    find: 'if (!sameOwner(entry.owner, owner))\n    throw',
    replace: 'if (false)\n    throw',
    family: 'stops',
  },
  {
    name: 'a closed deployment moves on',
    file: 'workflow/ledger.ts',
    find: 'if ((entry.closed ?? false) !== recovering)',
    replace: 'if (false)',
    family: 'schedules',
  },
  {
    name: 'a redriven execution counts as its former life',
    file: 'workflow/ledger.ts',
    find: 'return a?.executionArn === b.executionArn && a.redriveCount === b.redriveCount;',
    replace: 'return a?.executionArn === b.executionArn;',
    family: 'stops',
  },
  {
    name: 'the lock is taken from whoever holds it',
    file: 'workflow/ledger.ts',
    find: 'if (entry.owner) return sameOwner(entry.owner, owner) ? entry : undefined;',
    replace: 'if (entry.owner && sameOwner(entry.owner, owner)) return entry;',
    family: 'swarms',
  },
  {
    name: 'the locks are never let go',
    file: 'tasks/finish-deployment.ts',
    find: 'await letGo(',
    replace: 'void (async (..._: unknown[]) => {})(',
    family: 'single faults',
  },
  {
    name: 'what was promoted is rolled back',
    file: 'workflow/ledger.ts',
    find: "return entry.phase === 'forward' || entry.phase === phase ? { ...entry, phase } : undefined;",
    replace: 'return { ...entry, phase };',
    family: 'single faults',
  },
  {
    name: 'a roll-back is proven before late writes can have arrived',
    file: 'tasks/way-back.ts',
    find: 'if (pending.length > 0) throw',
    replace: 'if (false) throw',
    family: 'single faults',
  },
  {
    name: 'a lock is released while a write may still take effect',
    file: 'tasks/locks.ts',
    find: 'if (inFlight(stored.entry, ports.now()).length > 0) {',
    replace: 'if (false) {',
    family: 'single faults',
  },
  {
    name: 'recovery leaves alone what a dead deployment has locked late',
    file: 'tasks/locks.ts',
    find: 'if (!stored.entry.owner) await change(',
    replace: 'if (false) await change(',
    family: 'schedules',
  },
  {
    name: 'an execution that AWS does not know yet counts as dead',
    file: 'tasks/recovery.ts',
    find: 'return Date.parse(now()) - Date.parse(startedAt) < 2 * READ_LAG_SECONDS * 1000;',
    replace: 'return false && now() + startedAt;',
    family: 'schedules',
  },
  {
    name: 'recovery leaves the aliases as they are',
    file: 'tasks/recovery.ts',
    find: "if (phase !== 'promoted') return (await bringBack(facts, ports)).kind;",
    replace: "if (phase !== 'promoted') return 'notTouched';",
    family: 'stops',
  },
  {
    name: 'recovery brings back what was promoted',
    file: 'tasks/recovery.ts',
    find: "if (phase !== 'promoted') return (await bringBack",
    replace: 'if (Date.now() > 0) return (await bringBack',
    family: 'stops',
  },
  {
    name: 'recovery does not look whether the deployment is alive',
    file: 'tasks/recovery.ts',
    find: 'if (by !== executionArn && (await isAlive(stored.entry, ports)))',
    replace: 'if (false)',
    family: 'single faults',
  },
  {
    name: 'the failure of one target is not read after the Map',
    file: 'tasks/confirm-shift.ts',
    find: 'throwUnlessShifted(document.targets);',
    replace: '',
    family: 'single faults',
  },
  {
    name: 'one Catch is forgotten',
    file: 'workflow/definition.ts',
    find: "        ResultPath: '$.step',\n        Catch: afterAChange,",
    replace: "        ResultPath: '$.step',",
    family: 'single faults',
  },
  {
    name: 'a roll-back gives up at the first trouble',
    file: 'workflow/definition.ts',
    find: '...task(functionArns.RollBack, RETRY_UNDOING),',
    replace: '...task(functionArns.RollBack, []),',
    family: 'single faults',
  },
];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = ['package.json', 'tsconfig.json', 'workflow', 'tasks', 'local', 'test/faults', 'test/tasks'];

/** The project in a folder of its own, with that bug in it. The caller removes it. */
export function bitten({ file, find, replace, name }: Tooth): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-tooth-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const source = readFileSync(join(folder, file), 'utf8');
  if (source.split(find).length !== 2)
    throw new Error(`${name}: ${file} has ${source.split(find).length - 1} places like ${find}, expected one`);
  writeFileSync(
    join(folder, file),
    source.replace(find, () => replace),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
