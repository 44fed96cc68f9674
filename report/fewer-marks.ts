/** So many marks can be told apart across a picture. */
export const MARKS = 160;

/** At most one of all that lie where one mark has room. */
export function fewerMarks<T extends { readonly atSeconds: number }>(
  marks: readonly T[],
  total: number,
  most: number,
  chosen: (a: T, b: T) => T,
): readonly T[] {
  const places = new Map<number, T>();
  for (const mark of marks) {
    const place = Math.min(most - 1, Math.floor((mark.atSeconds / total) * most));
    const other = places.get(place);
    places.set(place, other ? chosen(other, mark) : mark);
  }
  return [...places.values()];
}
