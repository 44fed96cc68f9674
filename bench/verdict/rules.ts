import { type CompareSettings, DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { ANY_FAILURE, FIVE_PERCENT } from '../peers/rules/alarm.ts';
import { cloudFormation } from '../peers/rules/cloudformation.ts';
import { documentedScript } from '../peers/rules/documented-script.ts';
import { PEEKED_Z_TEST } from '../peers/rules/peeked-z-test.ts';
import type { Rule } from '../peers/rules/rule.ts';
import { sfndeploy } from '../peers/rules/sfndeploy.ts';
import type { Gate } from './held-deployment.ts';
import { ourRule } from './our-judge.ts';

const WITH_FINAL_BAKE: CompareSettings = { ...DEFAULT_COMPARE, finalBake: 'on' };

/** Our judge, where it also decides when to go on. */
export interface HeldRule {
  readonly name: string;
  readonly settings: CompareSettings;
  readonly gate: Gate;
}

/** As a request has it that says nothing about it: goes on only when the verdict is `healthy`. */
export const OURS: HeldRule = { name: 'ours', settings: DEFAULT_COMPARE, gate: 'healthy' };
/** The comparison alone, in a schedule that nothing delays: beside the peers, who delay nothing. */
export const COMPARISON = ourRule('comparison', DEFAULT_COMPARE);
/** The same with the final bake's rule. */
export const WITH_BAKE = ourRule('with bake', WITH_FINAL_BAKE);
/** The same, held until a step has settled and is quiet. */
export const WITH_HOLD: HeldRule = { name: 'and hold', settings: WITH_FINAL_BAKE, gate: 'settledAndQuiet' };

export const PEERS: readonly Rule[] = [
  cloudFormation(ANY_FAILURE),
  cloudFormation(FIVE_PERCENT),
  documentedScript(ANY_FAILURE),
  documentedScript(FIVE_PERCENT),
  sfndeploy(ANY_FAILURE),
  sfndeploy(FIVE_PERCENT),
  PEEKED_Z_TEST,
];
