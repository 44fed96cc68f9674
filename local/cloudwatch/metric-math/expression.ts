/** A metric math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'reference'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] };

export type Operator = '+' | '-' | '*' | '/' | '%' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR';

/** The ids an expression refers to. */
export function referencesOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'reference':
      return [expression.id];
    case 'list':
      return expression.items.flatMap(referencesOf);
    case 'negation':
      return referencesOf(expression.operand);
    case 'operation':
      return [...referencesOf(expression.left), ...referencesOf(expression.right)];
    case 'call':
      return expression.parameters.flatMap(referencesOf);
    default:
      return [];
  }
}

/** The functions an expression calls. */
export function callsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'list':
      return expression.items.flatMap(callsOf);
    case 'negation':
      return callsOf(expression.operand);
    case 'operation':
      return [...callsOf(expression.left), ...callsOf(expression.right)];
    case 'call':
      return [expression.name, ...expression.parameters.flatMap(callsOf)];
    default:
      return [];
  }
}
