import type { Caption } from './caption.ts';

/** The place that a picture is drawn for: it is shown a little larger on a desk and a little smaller on a tablet. */
export interface Format {
  readonly width: number;
  readonly name: 'wide' | 'narrow';
}

export const WIDE: Format = { width: 800, name: 'wide' };
export const NARROW: Format = { width: 336, name: 'narrow' };

/** A part of the picture with an axis of its own upwards; all have the axis of time in common. */
export interface Panel {
  readonly caption: Caption;
  readonly height: number;
  readonly yAxis: object;
  readonly series: readonly object[];
}

/** Axis upwards of a panel, as all have it. */
export function upwards(changes: object): object {
  return {
    type: 'value',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: 'var(--muted)', fontSize: 11 },
    splitLine: { lineStyle: { color: 'var(--line)', opacity: 0.6 } },
    ...changes,
  };
}
