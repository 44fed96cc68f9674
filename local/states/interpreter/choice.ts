import type { Wire } from '../../aws-json.ts';
import { compileRule } from './choice-rule.ts';
import { compileFields, type Fields } from './fields.ts';
import { compileTyped } from './jsonata-expression.ts';
import type { State, StateSource } from './machine.ts';
import { StateError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { subjectOf, type Visit } from './visit.ts';

interface Choice {
  applies(visit: Visit, input: Wire): Steps<boolean>;
  readonly fields: Fields;
  readonly next: string;
}

/** Choice: goes where the first rule that holds says; a rule's own Assign and Output take the place of the state's. */
export function compileChoice(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const choices = source.fields.Choices.map((rule: Wire, index: number) => compileChoiceRule(source, rule, index));
  const otherwise: string | undefined = source.fields.Default;
  return function* (visit) {
    const input = fields.input(visit);
    for (const choice of choices) {
      if (yield* choice.applies(visit, input)) return yield* choice.fields.exit(visit, input, choice.next);
    }
    if (otherwise === undefined) throw noChoiceMatched();
    return yield* fields.exit(visit, input, otherwise);
  };
}

function compileChoiceRule(source: StateSource, rule: Wire, index: number): Choice {
  const { Assign: _, Output: __, ...shared } = source.fields;
  const own = { ...shared, Assign: rule.Assign, Output: rule.Output };
  const fields = compileFields({ ...source, fields: own });
  const applies = source.language === 'JSONata' ? compileCondition(rule.Condition, index) : compileComparison(rule);
  return { applies, fields, next: rule.Next };
}

function compileComparison(rule: Wire): Choice['applies'] {
  const holds = compileRule(rule);
  return atOnce((visit, input) => {
    return holds(subjectOf(visit, input));
  });
}

function compileCondition(condition: Wire, index: number): Choice['applies'] {
  const expression = compileTyped(condition, `Choices[${index}]/Condition`, 'boolean');
  return (visit) => expression.evaluate(visit);
}

function noChoiceMatched(): StateError {
  return new StateError({
    error: 'States.NoChoiceMatched',
    cause: 'Failed to transition out of the state. The state does not point to a next state.',
    prefaced: true,
  });
}
