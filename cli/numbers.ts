import { UsageFault } from './command.ts';

/**
 * An option's value as a number that fits; undefined where the option was not given. Decimals are written plainly.
 * @throws UsageFault for anything else
 */
export function decimal(
  option: string,
  value: string | boolean | undefined,
  { fits, expected }: { readonly fits: (number: number) => boolean; readonly expected: string },
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(String(value)) && fits(number)) return number;
  throw new UsageFault(`${option}: found ${JSON.stringify(value)}, expected ${expected}.`);
}

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
