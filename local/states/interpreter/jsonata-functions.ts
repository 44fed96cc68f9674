import jsonata from 'jsonata';
import type { Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import { isNestedTooDeeply, NESTED_TOO_DEEPLY } from '../../nesting.ts';
import { type Random, seededRandom } from '../../random.ts';
import { hash, partition, range } from './intrinsics.ts';

interface Sources {
  readonly random: Random;
  readonly clock: Clock;
}

const known = new WeakMap<Sources['random'], Record<string, unknown>>();

/** The functions AWS adds to JSONata, the one it takes away, and those that would ask the machine for time or chance. */
export function awsFunctions({ random, clock }: Sources): Record<string, unknown> {
  const functions = known.get(random) ?? makeFunctions(random, clock);
  known.set(random, functions);
  return functions;
}

function makeFunctions(random: Random, clock: Clock): Record<string, unknown> {
  return {
    partition: (items: Wire, size: number) =>
      items === undefined ? undefined : partition(asList(items), wholeNumber(size)),
    range: (first: number, last: number, step: number) =>
      singleton(range(wholeNumber(first), wholeNumber(last), wholeNumber(step))),
    hash: (data: Wire, algorithm?: string) => (data === undefined ? undefined : hash(data, algorithm ?? 'SHA-256')),
    random: (seed?: number) => (seed === undefined ? random : seededRandom(seed)).next(),
    uuid: () => random.uuid(),
    parse: (text?: string) => (text === undefined ? undefined : parse(text)),
    now: (picture?: string, timezone?: string) => format.evaluate(undefined, { at: clock.now(), picture, timezone }),
    millis: () => clock.now(),
    eval: undefined,
  };
}

const format = jsonata('$fromMillis($at, $picture, $timezone)');

function parse(text: string): Wire {
  if (typeof text === 'string' && isNestedTooDeeply(text)) throw new Error(`the JSON is ${NESTED_TOO_DEEPLY}`);
  return JSON.parse(text);
}

function asList(items: Wire): readonly Wire[] {
  return Array.isArray(items) ? items : [items];
}

function wholeNumber(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`expected a number but was ${JSON.stringify(value)}`);
  return Math.round(value) + 0;
}

/** A list of one is that one, as everywhere in JSONata. */
function singleton(items: number[]): Wire {
  return items.length === 1 ? items[0] : items;
}
