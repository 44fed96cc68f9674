import { alarmNameOf, STATE_VALUES, type StateValue } from './alarm.ts';
import { validationError } from './validation.ts';

/** The rule of a composite alarm, parsed. Alarms are named, also where the rule gave an ARN. */
export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly is: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly operand: Rule }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Rule[] };

interface Token {
  readonly kind: 'word' | '(' | ')' | 'end';
  readonly text: string;
  readonly at: number;
}

const LONGEST_RULE = 10_240;
const MOST_ELEMENTS = 500;
const MOST_CHILDREN = 100;

/**
 * Reads an alarm rule: `ALARM(name)`, `OK("name with spaces")`, `INSUFFICIENT_DATA(arn)`, TRUE, FALSE, combined by NOT, AND and OR (binding
 * in this order) and parentheses. A name without quotes ends at the closing parenthesis.
 * @throws AwsError ValidationException that says where the rule cannot be read, or which quota it exceeds
 */
export function parseRule(text: string): Rule {
  if (text.trim() !== text || text === '') {
    throw validationError('AlarmRule must not contain leading or trailing whitespace or be null');
  }
  if (text.length > LONGEST_RULE) throw validationError(`AlarmRule must not exceed ${LONGEST_RULE} characters`);
  const parser = new RuleParser(text);
  const rule = parser.parse();
  if (parser.elements > MOST_ELEMENTS) throw validationError(`AlarmRule must not exceed ${MOST_ELEMENTS} elements`);
  if (childrenOf(rule).length > MOST_CHILDREN) {
    throw validationError(`AlarmRule must not name more than ${MOST_CHILDREN} alarms`);
  }
  return rule;
}

export function evaluateRule(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.is;
    case 'not':
      return !evaluateRule(rule.operand, stateOf);
    case 'and':
      return rule.operands.every((operand) => evaluateRule(operand, stateOf));
    case 'or':
      return rule.operands.some((operand) => evaluateRule(operand, stateOf));
  }
}

/** The names of the alarms a rule looks at, each once, in the rule's order. */
export function childrenOf(rule: Rule): string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return childrenOf(rule.operand);
    default:
      return [...new Set(rule.operands.flatMap(childrenOf))];
  }
}

class RuleParser {
  readonly #text: string;
  #at = 0;
  #token: Token;
  elements = 0;

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#scan();
  }

  parse(): Rule {
    const rule = this.#disjunction();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return rule;
  }

  #disjunction(): Rule {
    return this.#combination('or', 'OR', () => this.#combination('and', 'AND', () => this.#negation()));
  }

  #combination(kind: 'and' | 'or', operator: string, operand: () => Rule): Rule {
    const operands = [operand()];
    while (this.#isWord(operator)) {
      this.#next();
      operands.push(operand());
    }
    return operands.length === 1 ? operands[0]! : { kind, operands };
  }

  #negation(): Rule {
    if (!this.#isWord('NOT')) return this.#primary();
    this.#next();
    return { kind: 'not', operand: this.#negation() };
  }

  #primary(): Rule {
    this.elements++;
    if (this.#token.kind === '(') return this.#group();
    const word = this.#token.text.toUpperCase();
    if (this.#token.kind === 'word' && (word === 'TRUE' || word === 'FALSE')) {
      this.#next();
      return { kind: 'constant', value: word === 'TRUE' };
    }
    const is = STATE_VALUES.find((state) => state === word);
    if (this.#token.kind !== 'word' || !is) throw this.#unexpected();
    return { kind: 'state', is, alarm: this.#alarm() };
  }

  #group(): Rule {
    this.#next();
    const rule = this.#disjunction();
    if (this.#token.kind !== ')') throw this.#unexpected();
    this.#next();
    return rule;
  }

  /** The name in parentheses after a state. It is read as it stands: it may hold spaces, and in quotes also parentheses. */
  #alarm(): string {
    const pattern = /\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^()"]*?))\s*\)/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    const name = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
    if (!match || !name) throw this.#error(`an alarm's name in parentheses is missing after ${this.#token.text}`);
    this.#at = pattern.lastIndex;
    this.#next();
    return alarmNameOf(name);
  }

  #isWord(word: string): boolean {
    return this.#token.kind === 'word' && this.#token.text.toUpperCase() === word;
  }

  #next(): void {
    this.#token = this.#scan();
  }

  #scan(): Token {
    const pattern = /\s*(?:([()])|([^\s()]+))/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return { kind: 'end', text: 'the end', at: this.#text.length };
    this.#at = pattern.lastIndex;
    const text = match[1] ?? match[2]!;
    return { kind: match[1] ? (text as '(') : 'word', text, at: this.#at - text.length };
  }

  #unexpected(): Error {
    return this.#error(`${this.#token.text} is not expected there`);
  }

  #error(what: string): Error {
    return validationError(`Error in AlarmRule at position ${this.#token.at + 1}: ${what}`);
  }
}
