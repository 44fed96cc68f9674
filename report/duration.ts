/** A point in a deployment's time as a clock shows it: `2:31`, `1:02:31`, `3d 01:02:31`. */
export function clockTime(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const two = (part: number): string => String(part).padStart(2, '0');
  const sign = seconds < 0 && whole > 0 ? '-' : '';
  if (days > 0) return `${sign}${days}d ${two(hours)}:${two(minutes)}:${two(whole % 60)}`;
  if (hours > 0) return `${sign}${hours}:${two(minutes)}:${two(whole % 60)}`;
  return `${sign}${minutes}:${two(whole % 60)}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A span in words, its two greatest units: `2 minutes 31 seconds`. */
export function inWords(seconds: number): string {
  let rest = Math.round(seconds);
  const first = UNITS.findIndex(([, size]) => rest >= size);
  if (first < 0) return '0 seconds';
  const words: string[] = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return words.join(' ');
}

/** `2026-01-01 00:12:10` */
export function timeText(isoTime: string): string {
  return isoTime.slice(0, 19).replace('T', ' ');
}
