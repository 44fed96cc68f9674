import type { Timeline } from '../timeline.ts';
import { type Format, type Panel, upwards } from './panel.ts';

/** What ended with success and what failed, a minute, in a panel for each version; both have the same measure. */
export function executionsPanels(
  { executions, totalSeconds }: Timeline,
  { name }: Format,
  plotWidth: number,
): readonly Panel[] {
  if (!executions) return [];
  const { bins, binSeconds } = executions;
  const sums = bins
    .flatMap(({ stable, candidate }) => [stable, candidate])
    .map(({ succeeded, failed }) => succeeded + failed);
  const barWidth = Math.max(1.5, (binSeconds / totalSeconds) * plotWidth - 1.5);
  return (['stable', 'candidate'] as const).map((version) => ({
    title: `${name === 'wide' ? `Executions of ${version} that ended, a minute` : `${version}, a minute`}:  ■ succeeded  ▨ failed`,
    height: 64,
    yAxis: upwards({
      min: 0,
      max: round(Math.max(1, ...sums)),
      splitNumber: 2,
      interval: round(Math.max(1, ...sums)) / 2,
    }),
    series: (['succeeded', 'failed'] as const).map((kind) => ({
      type: 'bar',
      stack: version,
      barWidth,
      itemStyle: kind === 'succeeded' ? { color: `var(--${version})`, opacity: 0.75 } : FAILED,
      data: bins.map((bin) => [
        Math.min(totalSeconds, bin.fromSeconds + binSeconds / 2),
        Number(bin[version][kind].toFixed(3)),
      ]),
    })),
  }));
}

/** Hatched: told apart without colours. */
const FAILED = {
  color: 'var(--bad)',
  decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'var(--paper)' },
};

/** The next number of which a half is short, too. */
function round(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 5, 6, 8, 10].map((factor) => factor * power).find((candidate) => candidate >= most)!;
}
