import type { Check } from '../../workflow/audit-record.ts';
import { fewerLooks, type Timeline } from '../timeline.ts';
import { explained } from './caption.ts';
import { type Format, type Panel, upwards } from './panel.ts';

/** Colour and shape: either tells them apart. */
const VERDICTS: Readonly<
  Record<Check['verdict'], { readonly symbol: string; readonly color: string; readonly size: number }>
> = {
  healthy: { symbol: 'circle', color: 'var(--good)', size: 7 },
  inconclusive: { symbol: 'diamond', color: 'var(--unsure)', size: 10 },
  unhealthy: { symbol: 'triangle', color: 'var(--bad)', size: 13 },
};

/** So far apart are marks of looks at least. */
const LOOK_WIDTH = 8;

/** Each look at the evidence with its verdict, or as many as can be told apart. */
export function looksPanel({ looks, totalSeconds }: Timeline, { name }: Format, plotWidth: number): Panel {
  const places = Math.floor(plotWidth / LOOK_WIDTH);
  const shown = fewerLooks(looks, totalSeconds, places);
  const scale = shown.length > places / 2 ? 0.75 : 1;
  return {
    caption: [
      name === 'wide' ? 'Looks at the evidence:' : 'Looks:',
      ...explained('●', 'good', 'healthy'),
      ...explained('◆', 'unsure', 'inconclusive'),
      ...explained('▲', 'bad', 'unhealthy'),
    ],
    height: 20,
    yAxis: upwards({ min: 0, max: 2, interval: 2, axisLabel: { show: false }, splitLine: { show: false } }),
    series: (['healthy', 'inconclusive', 'unhealthy'] as const).map((verdict) => ({
      type: 'scatter',
      clip: false,
      symbol: VERDICTS[verdict].symbol,
      symbolSize: VERDICTS[verdict].size * scale,
      itemStyle: { color: VERDICTS[verdict].color, opacity: 1 },
      data: shown.filter((look) => look.verdict === verdict).map(({ atSeconds }) => [atSeconds, 1]),
    })),
  };
}
