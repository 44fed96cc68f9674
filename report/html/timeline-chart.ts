import type { Timeline } from '../timeline.ts';
import { type Caption, captionNames, drawnCaption, explained } from './caption.ts';
import { evidencePanel } from './evidence-panel.ts';
import { executionsPanels, hatching } from './executions-panels.ts';
import { looksPanel } from './looks-panel.ts';
import { html, type Markup } from './markup.ts';
import { momentMarks } from './moment-marks.ts';
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
      label: { color: 'var(--muted)', fontSize: 11 },
      data: bakes.map(({ fromSeconds, untilSeconds, weightPercent }, i) => {
        const text = `bake at ${weightPercent} %`;
        const short = `${weightPercent} %`;
        const label = [text, short].find((one) => isRoom(fromSeconds, untilSeconds, one)) ?? '';
        const itemStyle = { color: 'var(--muted)', opacity: i % 2 === 0 ? 0.08 : 0.03 };
        // Where the weight's line is not.
        const position = weightPercent >= 75 ? 'insideBottom' : 'insideTop';
        const from = { xAxis: fromSeconds, name: label, itemStyle, label: { formatter: label, position } };
        return [from, { xAxis: untilSeconds }];
      }),
    },
    markLine: { silent: true, symbol: 'none', data: momentMarks(timeline.moments, totalSeconds, plotWidth) },
  };
}
