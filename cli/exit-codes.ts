import type { EndName } from '../workflow/ends.ts';

/** What the command's exit code tells a shell; `--help` prints the same list. */
export const EXIT = {
  ok: 0,
  fault: 1,
  usage: 2,
  rolledBack: 3,
  validationError: 4,
  criticalError: 5,
  unexpected: 6,
} as const;

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'Succeeded or NothingToDo, or the end that was expected',
  fault: 'an unexpected fault, or AWS could not be asked',
  usage: 'wrong usage, or a request or scenario that does not fit',
  rolledBack: 'RolledBack',
  validationError: 'ValidationError, or what was named is not there',
  criticalError: 'CriticalError',
  unexpected: 'another end than was expected',
};

const OF_END: Readonly<Record<EndName, number>> = {
  Succeeded: EXIT.ok,
  NothingToDo: EXIT.ok,
  RolledBack: EXIT.rolledBack,
  ValidationError: EXIT.validationError,
  CriticalError: EXIT.criticalError,
};

/** The exit code for how a deployment ended, given what was expected of it (if anything). */
export function exitCodeOf(outcome: string, expected: EndName | undefined): number {
  if (expected !== undefined) return outcome === expected ? EXIT.ok : EXIT.unexpected;
  return Object.hasOwn(OF_END, outcome) ? OF_END[outcome as EndName] : EXIT.fault;
}

/**
 * The list of exit codes as help shows it.
 * @param without those that a command never exits with
 */
export function exitCodesText(...without: readonly number[]): string {
  const lines = Object.entries(EXIT)
    .filter(([, code]) => !without.includes(code))
    .map(([name, code]) => `  ${code}  ${MEANINGS[name as keyof typeof EXIT]}`);
  return ['Exit codes:', ...lines].join('\n');
}
