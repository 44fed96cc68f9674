import type { Timeline } from '../timeline.ts';
import { explained } from './caption.ts';
import { html, type Markup } from './markup.ts';
import { type Format, type Panel, upwards } from './panel.ts';

/**
 * What ended with success and what failed, a minute, in a panel for each version; both have the same measure. None where nothing was counted.
 * @param hatchingId of the `hatching` in the same picture
 */
export function executionsPanels(
  { executions, totalSeconds }: Timeline,
  { name }: Format,
  hatchingId: string,
): readonly Panel[] {
  if (!executions) return [];
  const { bins, binSeconds } = executions;
  const most = Math.max(
    0,
    ...bins.flatMap(({ stable, candidate }) => [stable, candidate].map(({ succeeded, failed }) => succeeded + failed)),
  );
  if (most === 0) return [];
  const max = round(Math.max(1, most));
  return (['stable', 'candidate'] as const).map((version) => ({
    caption: [
      name === 'wide' ? `Executions of ${version} that ended, a minute:` : `${version}, a minute:`,
      ...explained('■', version, 'succeeded'),
      ...explained('▨', 'bad', 'failed'),
    ],
    height: 64,
    yAxis: upwards({ min: 0, max, interval: max / 2 }),
    series: (['succeeded', 'failed'] as const).map((kind) => ({
      type: 'custom',
      encode: { x: [0, 1], y: [2, 3] },
      renderItem: bar(
        kind === 'succeeded' ? { fill: `var(--${version})`, opacity: 0.8 } : { fill: `url(#${hatchingId})` },
      ),
      // What failed stands on what succeeded.
      data: bins
        .filter((bin) => bin[version][kind] > 0)
        .map(({ fromSeconds, [version]: { succeeded, failed } }) => [
          fromSeconds,
          Math.min(totalSeconds, fromSeconds + binSeconds),
          ...(kind === 'succeeded' ? [0, succeeded] : [succeeded, succeeded + failed]),
        ]),
    })),
  }));
}

/** Hatched: told apart without colours. */
export function hatching(id: string): Markup {
  return html`<defs><pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" style="fill:var(--bad)"/><rect width="2" height="6" style="fill:var(--paper)"/></pattern></defs>`;
}

/** The library's own bars are all of one width, and the last one may be shorter. */
function bar(style: object) {
  return (_: unknown, api: { value(index: number): number; coord(at: readonly number[]): readonly number[] }) => {
    const [left = 0, bottom = 0] = api.coord([api.value(0), api.value(2)]);
    const [right = 0, top = 0] = api.coord([api.value(1), api.value(3)]);
    const shape = { x: left + 0.5, y: top, width: Math.max(1, right - left - 1), height: bottom - top };
    return { type: 'rect', shape, style };
  };
}

/** The next number of which a half is short, too. */
function round(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 5, 6, 8, 10].map((factor) => factor * power).find((candidate) => candidate >= most)!;
}
