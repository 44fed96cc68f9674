import type { Expression } from 'jsonata';

/** Evaluation steps and nesting after which an expression is taken to be running away. AWS ends it after a second, or when its stack is full. */
const MOST_STEPS = 500_000;
const DEEPEST = 10_000;

/** A name that no expression can write. */
export const BUDGET = '\u0000budget';

/** What one evaluation has used up. */
export interface Budget {
  steps: number;
  depth: number;
}

interface Environment {
  lookup(name: string): Budget | undefined;
  readonly isParallelCall?: boolean;
}

/** Makes an expression stop when it runs away. Only one that defines functions can. */
export function limitEvaluation(expression: Expression, source: string): void {
  if (!/function|λ/.test(source)) return;
  const assign = expression.assign as unknown as (name: symbol, value: unknown) => void;
  assign(Symbol.for('jsonata.__evaluate_entry'), (_: unknown, __: unknown, environment: Environment) => {
    const budget = environment.lookup(BUDGET);
    if (!budget || environment.isParallelCall) return;
    if (++budget.steps > MOST_STEPS) throw new Error('The evaluation takes too long.');
    if (++budget.depth > DEEPEST) throw new Error('The evaluation is nested too deeply.');
  });
  assign(Symbol.for('jsonata.__evaluate_exit'), (_: unknown, __: unknown, environment: Environment) => {
    const budget = environment.lookup(BUDGET);
    if (budget && !environment.isParallelCall) budget.depth--;
  });
}
