const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const DISTANCES = [
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

/** How far apart the times on an axis are: round, and at most so many. */
export function tickSeconds(totalSeconds: number, most: number): number {
  return DISTANCES.find((distance) => totalSeconds / distance <= most) ?? Math.ceil(totalSeconds / most / DAY) * DAY;
}

/** A point in time as the axis says it: no longer than needed. */
export function tickText(seconds: number, distance: number): string {
  if (seconds === 0) return '0';
  if (distance >= DAY) return `${Math.round(seconds / DAY)} d`;
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const two = (part: number): string => String(part).padStart(2, '0');
  const clock =
    distance >= HOUR || (days > 0 && distance >= MINUTE)
      ? `${Math.floor(rest / HOUR)}:${two(Math.floor((rest % HOUR) / MINUTE))} h`
      : rest >= HOUR
        ? `${Math.floor(rest / HOUR)}:${two(Math.floor((rest % HOUR) / MINUTE))}:${two(rest % MINUTE)}`
        : `${Math.floor(rest / MINUTE)}:${two(rest % MINUTE)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}
