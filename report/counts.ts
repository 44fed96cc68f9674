/** A number as a person reads it: `20,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** An expected count: to a tenth where it is small, whole where it is not. */
export function countText(count: number): string {
  return grouped(count < 10 ? tenth(count) : Math.round(count));
}

export function tenth(count: number): number {
  return Math.round(10 * count) / 10;
}
