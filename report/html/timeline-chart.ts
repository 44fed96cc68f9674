import type { Check } from '../../workflow/audit-record.ts';
import { clip } from '../../workflow/cause.ts';
import { harmless } from '../paint.ts';
import { fewerLooks, type Timeline } from '../timeline.ts';
import { type Caption, captionNames, drawnCaption, explained } from './caption.ts';
import { evidencePanel } from './evidence-panel.ts';
import { executionsPanels, hatching } from './executions-panels.ts';
import { html, type Markup } from './markup.ts';
import { type Format, type Panel, upwards } from './panel.ts';
import { svgChart } from './svg-chart.ts';
import { tickSeconds, tickText } from './time-axis.ts';

const LEFT = 56;
const RIGHT = 14;
const TITLE = 26;
const GAP = 14;
const FOOT = 24;

/** Weight over time with bakes, looks, alarms and people's decisions; below it executions and evidence, where versions were compared. */
export function timelineChart(timeline: Timeline, format: Format, title: string): Markup {
  const plotWidth = format.width - LEFT - RIGHT;
  // A little more than the deployment, so that its end can be seen.
  const endSeconds = timeline.totalSeconds * 1.02;
  const hatchingId = `failed-${format.name}`;
  const panels = [
    weightPanel(timeline, format, plotWidth),
    looksPanel(timeline, format, plotWidth),
    ...executionsPanels(timeline, format, hatchingId),
    ...evidencePanel(timeline, format),
  ];
  // Above the first panel is written what happened.
  const first = TITLE + (timeline.moments.length > 0 ? 14 : 0);
  const tops = panels.map((_, i) => panels.slice(0, i).reduce((y, { height }) => y + TITLE + height + GAP, first));
  const height = tops.at(-1)! + panels.at(-1)!.height + FOOT;
  const distance = tickSeconds(timeline.totalSeconds, plotWidth / 72);
  const option = {
    grid: panels.map((panel, i) => ({ left: LEFT, right: RIGHT, top: tops[i], height: panel.height })),
    xAxis: panels.map((_, i) => timeAxis(endSeconds, distance, i, i === panels.length - 1)),
    yAxis: panels.map(({ yAxis }, i) => ({ gridIndex: i, ...yAxis })),
    series: panels.flatMap(({ series }, i) =>
      series.map((one) => ({ silent: true, emphasis: { disabled: true }, xAxisIndex: i, yAxisIndex: i, ...one })),
    ),
  };
  const left = format.name === 'wide' ? LEFT - 6 : 0;
  const captions = panels.map(({ caption }, i) => drawnCaption(caption, left, (i === 0 ? TITLE : tops[i]!) - 12));
  const drawn = html`${hatching(hatchingId)}${captions}`;
  return svgChart(option, { width: format.width, height }, `timeline-${format.name}`, title, drawn);
}

function timeAxis(endSeconds: number, distance: number, gridIndex: number, isLast: boolean): object {
  return {
    type: 'value',
    gridIndex,
    min: 0,
    max: endSeconds,
    interval: distance,
    axisLine: { lineStyle: { color: 'var(--line)' }, onZero: false },
    axisTick: { show: isLast, lineStyle: { color: 'var(--line)' } },
    splitLine: { show: true, lineStyle: { color: 'var(--line)', opacity: 0.5 } },
    axisLabel: {
      show: isLast,
      color: 'var(--muted)',
      fontSize: 11,
      showMaxLabel: false,
      formatter: (seconds: number) => tickText(seconds, distance),
    },
  };
}

function weightPanel(timeline: Timeline, format: Format, plotWidth: number): Panel {
  const { courses, ahead } = timeline;
  const { name } = format;
  return {
    caption: weightCaption(timeline, format),
    height: name === 'wide' ? 170 : 130,
    yAxis: upwards({
      min: 0,
      max: 100,
      interval: name === 'wide' ? 25 : 50,
      axisLabel: { color: 'var(--muted)', fontSize: 11, formatter: '{value} %' },
    }),
    series: [
      ...courses.map(({ shifts }, i) => ({
        ...stepLine('var(--candidate)', i),
        data: [
          [0, 0],
          ...shifts.map(({ atSeconds, candidateWeight }) => [atSeconds, candidateWeight]),
          [Math.max(timeline.knownSeconds, shifts.at(-1)?.atSeconds ?? 0), shifts.at(-1)?.candidateWeight ?? 0],
        ],
        ...(i === 0 && { areaStyle: { color: 'var(--candidate)', opacity: 0.22 } }),
      })),
      {
        ...stepLine('var(--muted)', 2),
        data: ahead.map(({ atSeconds, weightPercent }) => [atSeconds, weightPercent]),
      },
      marks(timeline, plotWidth),
    ],
  };
}

const DASHES = ['solid', 'dashed', 'dotted'] as const;
const DASHED_SIGNS = ['━━', '╍╍', '┈┈'];

/** With names where machines were not moved in lockstep; the words below have them all. */
function weightCaption({ courses }: Timeline, format: Format): Caption {
  if (courses.length === 1) return ['Weight of the candidate'];
  const machines = courses.map((course) => course.machines.join(', '));
  const names = captionNames(machines, format, '') ?? [];
  if (names.length === 0) return ['Weight of each candidate'];
  return names.flatMap((name, i) => explained(DASHED_SIGNS[i % DASHES.length]!, 'candidate', name));
}

function stepLine(color: string, dash: number) {
  return {
    type: 'line',
    step: 'end',
    showSymbol: false,
    lineStyle: { color, width: 2.5, type: DASHES[dash % DASHES.length] },
  };
}

/** A series without data, for what stands in the picture beside its lines. */
function marks(timeline: Timeline, plotWidth: number): object {
  const { bakes, totalSeconds } = timeline;
  const isRoom = (from: number, until: number, text: string) =>
    ((until - from) / totalSeconds) * plotWidth > text.length * 7;
  return {
    type: 'line',
    data: [],
    markArea: {
      silent: true,
      label: { position: 'insideTop', color: 'var(--muted)', fontSize: 11 },
      data: bakes.map(({ fromSeconds, untilSeconds, weightPercent }, i) => {
        const text = `bake at ${weightPercent} %`;
        const short = `${weightPercent} %`;
        const label = [text, short].find((one) => isRoom(fromSeconds, untilSeconds, one)) ?? '';
        const itemStyle = { color: 'var(--muted)', opacity: i % 2 === 0 ? 0.08 : 0.03 };
        return [{ xAxis: fromSeconds, name: label, itemStyle, label: { formatter: label } }, { xAxis: untilSeconds }];
      }),
    },
    markLine: { silent: true, symbol: 'none', data: momentsOf(timeline.moments, totalSeconds, plotWidth) },
  };
}

const LABEL_CHARACTER = 7.4;
const LONGEST_LABEL = 24;

/** A label is left out where it would be written over the one before: the words below the picture have them all. */
function momentsOf(moments: Timeline['moments'], totalSeconds: number, plotWidth: number): readonly object[] {
  let free = 0;
  return moments.map(({ atSeconds, kind, label }) => {
    const text = `${SIGNS[kind]} ${clip(harmless(label), LONGEST_LABEL)}`;
    const width = text.length * LABEL_CHARACTER;
    const x = (atSeconds / totalSeconds) * plotWidth;
    const align = x + width > plotWidth ? 'right' : 'left';
    const begins = align === 'left' ? x : x - width;
    const show = begins >= free;
    if (show) free = begins + width + LABEL_CHARACTER;
    const color = kind === 'decision' ? 'var(--unsure)' : 'var(--bad)';
    return {
      xAxis: atSeconds,
      lineStyle: { color, width: 1.5, type: [4, 3] },
      label: {
        show,
        formatter: text,
        color,
        fontSize: 11,
        fontWeight: 600,
        rotate: 0,
        position: 'end',
        align,
        distance: 4,
      },
    };
  });
}

const SIGNS: Readonly<Record<Timeline['moments'][number]['kind'], string>> = { alarm: '▲', decision: '◆', drift: '✖' };

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

function looksPanel({ looks, totalSeconds }: Timeline, { name }: Format, plotWidth: number): Panel {
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
