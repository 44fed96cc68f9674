import { fileURLToPath } from 'node:url';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';

/** A scenario of the examples, by its path below that folder. */
export function example(path: string): Scenario {
  return readScenario(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)));
}

/** The example of a bad release (or a good one), with another request or in other circumstances. */
export function sample(kind: 'bad' | 'good', request: object = {}, changes: Partial<Scenario> = {}): Scenario {
  const scenario = example(kind === 'bad' ? 'sample-alias-machine' : 'sample-alias-machine-fixed');
  return { ...withRequest(scenario, request), ...changes };
}

/** A scenario whose request is another one in these fields. */
export function withRequest(scenario: Scenario, fields: object): Scenario {
  return { ...scenario, request: { ...(scenario.request as object), ...fields } };
}

const LOOKS = ['Bake', 'CheckHealth', 'WhatIsTheVerdict', 'LetThemGoOn'];
const TENDING = ['TendExecutions', 'AreTheyTended'];

/** The states from the roll-back on to the end's own. */
export const BACK = ['RollBackTargets', ...TENDING, 'FinishRollBack', 'IsEverythingBack'];

/** A path without what repeats itself: the looks at the evidence, and all but the first looks after executions. */
export function milestones(path: readonly string[]): readonly string[] {
  return path.filter((state, i) => !LOOKS.includes(state) && !(TENDING.includes(state) && path.indexOf(state) < i));
}
