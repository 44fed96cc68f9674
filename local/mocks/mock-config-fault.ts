import type { Wire } from '../aws-json.ts';

/** One thing that is wrong with a mock configuration: where, what was found there, and what was expected. */
export interface MockConfigProblem {
  /** Dotted: `StateMachines.orders.TestCases.happy.Charge`; `''` is the whole configuration. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** A mock configuration that cannot be played. The message has one line for each problem. */
export class MockConfigFault extends Error {
  override readonly name = 'MockConfigFault';
  readonly problems: readonly MockConfigProblem[];

  constructor(problems: readonly MockConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

function describeProblem({ path, found, expected }: MockConfigProblem): string {
  return `${path === '' ? 'mock configuration' : path}: found ${found}, expected ${expected}`;
}

/** Collects problems while a configuration is read. */
export class Problems {
  readonly list: MockConfigProblem[] = [];

  add(path: string, found: string, expected: string): undefined {
    this.list.push({ path, found, expected });
  }

  /** The members of an object, none where it is no object: that is a problem. */
  members(path: string, value: unknown, expected: string): [string, unknown][] {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
    this.add(path, shown(value), expected);
    return [];
  }

  /** An object with no members but these; undefined, with problems, for anything else. */
  object(path: string, value: unknown, allowed: readonly string[], expected: string): Wire | undefined {
    const before = this.list.length;
    for (const [name] of this.members(path, value, expected)) {
      if (!allowed.includes(name)) this.add(joined(path, name), 'an unknown field', `only ${allowed.join(', ')}`);
    }
    return this.list.length > before ? undefined : value;
  }
}

export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** A value as a message shows it: JSON, cut where it gets long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Names as a message lists them: the first few. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'there are none';
  const first = names.slice(0, 5).map((name) => JSON.stringify(name));
  return [...first, ...(names.length > first.length ? ['…'] : [])].join(', ');
}
