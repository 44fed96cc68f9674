/** `bite.ts FOLDER FIRST FAMILY …`: runs the cases of a copy of the project that has a deliberate bug in it, until one is violated that holds here. Answers one line of JSON. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Case } from './case.ts';
import { casesOf, type Family } from './families.ts';

export interface Bite {
  /** The case that found it, and what was violated; absent: it was not found. */
  readonly found?: { readonly name: string; readonly violation: string };
  readonly cases: number;
}

const SCHEDULES = 2000;
/** Cases are taken in steps of this prime, so that all stages and kinds come early. */
const STRIDE = 7919;

const [folder, first, ...families] = process.argv.slice(2);
const { casesOf: bittenCasesOf } = (await import(pathToFileURL(join(folder!, 'test/faults/families.ts')).href)) as {
  casesOf: typeof casesOf;
};

/** All of them, those with `first` in their names before the others. */
function inOrder(cases: readonly Case[]): readonly Case[] {
  const mixed = cases.map((_, i) => cases[(i * STRIDE) % cases.length]!);
  const isFirst = ({ name }: Case) => first !== '' && name.includes(first!);
  return [...mixed.filter(isFirst), ...mixed.filter((one) => !isFirst(one))];
}

/** What is violated, also when nothing is played to its end. */
async function violationsOf({ run }: Case): Promise<readonly string[]> {
  try {
    return (await run()).violations;
  } catch (error) {
    return [`THROWN: ${error}`];
  }
}

async function bite(): Promise<Bite> {
  let done = 0;
  for (const family of families as Family[]) {
    let clean: ReadonlyMap<string, Case> | undefined;
    for (const one of inOrder(await bittenCasesOf(family, SCHEDULES))) {
      done++;
      const [violation] = await violationsOf(one);
      if (!violation) continue;
      // Only what holds without the bug is found because of it.
      clean ??= new Map((await casesOf(family, SCHEDULES)).map((other) => [other.name, other]));
      const counterpart = clean.get(one.name);
      if (counterpart && (await violationsOf(counterpart)).length === 0)
        return { found: { name: one.name, violation }, cases: done };
    }
  }
  return { cases: done };
}

process.stdout.write(`${JSON.stringify(await bite())}\n`);
