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
 * An option's value as a whole number in a range (from 0, unless it says otherwise); undefined where the option was not given.
 * @throws UsageFault for anything else
 */
export function wholeNumber(
  option: string,
  value: string | boolean | undefined,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: { readonly from?: number; readonly to?: number } = {},
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(String(value)) && number >= from && number <= to) return number;
  const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  throw new UsageFault(`${option}: found ${JSON.stringify(value)}, expected a whole number ${range}.`);
}
