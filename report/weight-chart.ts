import type { Shift } from '../workflow/audit-record.ts';
import { clockTime } from './duration.ts';

const ROWS = 4;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const MARGIN = '  100 % ┤'.length;

/**
 * The candidate's weight over time as a chart of block characters, lines without a colour.
 * @param totalSeconds from the start of the deployment to its end
 * @param columns the width to fill, labels included
 */
export function weightChart(shifts: readonly Shift[], totalSeconds: number, columns: number): readonly string[] {
  const width = Math.max(20, columns - MARGIN - 1);
  const weights = weightPerColumn(shifts, totalSeconds, width);
  const rows = Array.from({ length: ROWS }, (_, fromTop) => {
    const floor = ((ROWS - 1 - fromTop) * 100) / ROWS;
    const label = `${String(floor + 100 / ROWS).padStart(5)} % ┤`;
    return (
      label +
      weights
        .map((weight) => block((weight - floor) / (100 / ROWS)))
        .join('')
        .trimEnd()
    );
  });
  const end = clockTime(totalSeconds);
  const axis = `${'0'.padStart(5)} % └${'─'.repeat(width)}`;
  const times = `${' '.repeat(MARGIN)}0:00${end.padStart(width - 4)}`;
  return [...rows, axis, times];
}

/** What fills a row's cell: nothing, part of it in eighths from below, or all of it. A weight above nothing is always seen. */
function block(part: number): string {
  if (part <= 0) return ' ';
  return EIGHTHS[Math.max(1, Math.min(8, Math.round(part * 8)))]!;
}

/** The greatest weight within each column's span of time, so that no step is too short to be seen. */
function weightPerColumn(shifts: readonly Shift[], totalSeconds: number, width: number): readonly number[] {
  const span = totalSeconds / width;
  const columnOf = (atSeconds: number): number => (span === 0 ? 0 : Math.min(width - 1, Math.floor(atSeconds / span)));
  const weights = new Array<number>(width).fill(0);
  shifts.forEach(({ atSeconds, candidateWeight }, index) => {
    const first = columnOf(atSeconds);
    const next = shifts[index + 1];
    const last = next ? Math.max(first, columnOf(next.atSeconds) - 1) : width - 1;
    for (let column = first; column <= last; column++) weights[column] = Math.max(weights[column]!, candidateWeight);
  });
  return weights;
}
