import { type CompareSettings, DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { ANY_FAILURE, FIVE_PERCENT } from '../peers/alarm.ts';
import { cloudFormation } from '../peers/cloudformation.ts';
import { documentedScript } from '../peers/documented-script.ts';
import { PEEKED_Z_TEST } from '../peers/peeked-z-test.ts';
import type { Rule } from '../peers/rule.ts';
import { sfndeploy } from '../peers/sfndeploy.ts';
import { ourRule } from './our-judge.ts';

export const WITH_FINAL_BAKE: CompareSettings = { ...DEFAULT_COMPARE, finalBake: 'on' };

/** Ours where the schedule is not delayed, the final bake judged: what judge.md's goals are about. */
export const OURS = ourRule('ours, bake', WITH_FINAL_BAKE);
/** The same without the final bake's rule: the default. */
export const OURS_WITHOUT_BAKE = ourRule('ours', DEFAULT_COMPARE);

export const PEERS: readonly Rule[] = [
  cloudFormation(ANY_FAILURE),
  cloudFormation(FIVE_PERCENT),
  documentedScript(ANY_FAILURE),
  documentedScript(FIVE_PERCENT),
  sfndeploy(ANY_FAILURE),
  sfndeploy(FIVE_PERCENT),
  PEEKED_Z_TEST,
];

/** Ours once more, where it delays the schedule until a step has settled and is quiet. */
export const HELD = 'ours, bake, hold';
