import type { Wire } from '../../aws-json.ts';

export function isObject(value: Wire): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isWholeNumber(value: Wire, minimum: number, maximum = 99_999_999): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}

/** Whether a text is evaluated in JSONata: `{% … %}`. */
export function isExpression(value: Wire): value is string {
  return typeof value === 'string' && /^\{%[\s\S]*%\}$/.test(value);
}
