import { UsageFault } from './command.ts';

/**
 * An option's value as a whole number from 0; undefined where the option was not given.
 * @throws UsageFault for anything else
 */
export function wholeNumber(
  option: string,
  value: string | boolean | undefined,
  largest = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(String(value)) && number <= largest) return number;
  const range = largest === Number.MAX_SAFE_INTEGER ? 'from 0' : `from 0 to ${largest}`;
  throw new UsageFault(`${option}: found ${JSON.stringify(value)}, expected a whole number ${range}.`);
}
