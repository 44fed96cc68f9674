import type { Expression, Operator } from './expression.ts';

/** Thrown for an expression that cannot be read or evaluated; the message says why. */
export class MetricMathError extends Error {
  override readonly name = 'MetricMathError';
}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  readonly text: string;
}

/** From the loosest to the tightest; `^` binds tighter still, and to the right. */
const LEVELS: readonly (readonly Operator[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const SPELLINGS: Readonly<Record<string, Operator>> = { '||': 'OR', '&&': 'AND' };
const SPACE = /\s*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const TEXT = /"[^"]*"|'[^']*'/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SYMBOL = /\|\||&&|[=!<>]=|[-+*/%^<>()[\],]/y;

/**
 * Reads a metric math expression.
 * @throws MetricMathError
 */
export function parseExpression(text: string): Expression {
  return new ExpressionParser(tokensOf(text)).parse();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (take(SPACE); at < text.length; take(SPACE)) {
    const number = take(NUMBER);
    const quoted = number === undefined ? take(TEXT) : undefined;
    const name = number ?? quoted ?? take(NAME);
    const symbol = name ?? take(SYMBOL);
    if (symbol === undefined) throw new MetricMathError(`Unexpected character '${text[at]}' at position ${at + 1}`);
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.slice(1, -1) });
    else tokens.push({ kind: name === undefined ? 'symbol' : 'name', text: symbol });
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#level(0);
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#position]!;
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#level(level + 1);
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      left = { kind: 'operation', operator, left, right: this.#level(level + 1) };
    }
    return left;
  }

  #unary(): Expression {
    if (this.#accept('-')) return { kind: 'negation', operand: this.#unary() };
    if (this.#accept('+')) return this.#unary();
    const base = this.#primary();
    return this.#accept('^') ? { kind: 'operation', operator: '^', left: base, right: this.#unary() } : base;
  }

  #primary(): Expression {
    const { kind, text } = this.#token;
    if (kind === 'end') throw this.#unexpected();
    if (this.#accept('(')) {
      const inner = this.#level(0);
      this.#expect(')');
      return inner;
    }
    if (this.#accept('[')) return { kind: 'list', items: this.#listUntil(']') };
    if (kind === 'symbol') throw this.#unexpected();
    this.#position++;
    if (kind === 'number') return { kind, value: Number(text) };
    if (kind === 'text') return { kind, value: text };
    if (this.#accept('(')) return { kind: 'call', name: text.toUpperCase(), parameters: this.#listUntil(')') };
    return { kind: 'reference', id: text };
  }

  #listUntil(close: string): Expression[] {
    const items: Expression[] = [];
    if (this.#accept(close)) return items;
    do items.push(this.#level(0));
    while (this.#accept(','));
    this.#expect(close);
    return items;
  }

  #operator(operators: readonly Operator[]): Operator | undefined {
    const { kind, text } = this.#token;
    if (kind !== 'symbol' && kind !== 'name') return undefined;
    const spelled = SPELLINGS[text] ?? (kind === 'name' ? text.toUpperCase() : text);
    const operator = operators.find((candidate) => candidate === spelled);
    if (operator) this.#position++;
    return operator;
  }

  #accept(symbol: string): boolean {
    const { kind, text } = this.#token;
    if (kind !== 'symbol' || text !== symbol) return false;
    this.#position++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw this.#unexpected(`, '${symbol}' was expected`);
  }

  #unexpected(expected = ''): MetricMathError {
    return new MetricMathError(`Unexpected ${this.#token.text}${expected}`);
  }
}
