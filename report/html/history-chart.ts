import type { Chapter, TargetStory } from '../target-story.ts';
import { type Caption, drawnCaption, explained } from './caption.ts';
import type { Markup } from './markup.ts';
import { type Format, upwards } from './panel.ts';
import { svgChart } from './svg-chart.ts';
import { tickSeconds } from './time-axis.ts';

const LEFT = 56;
const RIGHT = 20;
const HEIGHT = 220;
const DAY_MILLIS = 86_400_000;

/** Which version was live when, as a line over real time, with a mark for each deployment at the version that it brought. */
export function historyChart(story: TargetStory, format: Format, title: string): Markup {
  const { spans, chapters } = story;
  const deployments = chapters.filter((chapter) => chapter.kind === 'deployment');
  const times = [
    ...spans.flatMap(({ from, until }) => [from, until ?? from]),
    ...deployments.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt]),
  ].map((time) => Date.parse(time));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const length = Math.max(60_000, last - first);
  const distance = 1000 * tickSeconds(length / 1000, format.name === 'wide' ? 8 : 3);
  const versions = [...spans.map(({ version }) => version), ...deployments.flatMap(({ candidate }) => candidate ?? [])];
  const option = {
    grid: { left: LEFT, right: RIGHT, top: 30, height: HEIGHT - 60 },
    xAxis: {
      type: 'value',
      // Days begin at midnight, and distances are counted from the beginning of the axis.
      min: Math.floor((first - 0.02 * length) / distance) * distance,
      max: last + 0.05 * length,
      axisLine: { lineStyle: { color: 'var(--line)' }, onZero: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: 'var(--line)', opacity: 0.5 } },
      interval: distance,
      axisLabel: {
        color: 'var(--muted)',
        fontSize: 11,
        showMaxLabel: false,
        formatter: (time: number) => dateText(time, length, format.name),
      },
    },
    yAxis: upwards({
      min: Math.min(...versions) - 1,
      max: Math.max(...versions) + 1,
      minInterval: 1,
      axisLabel: {
        color: 'var(--muted)',
        fontSize: 11,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (version: number) => (Number.isInteger(version) ? `v${version}` : ''),
      },
    }),
    series: [
      {
        type: 'line',
        step: 'end',
        silent: true,
        showSymbol: false,
        lineStyle: { color: 'var(--candidate)', width: 2.5 },
        data: [
          ...spans.map(({ version, from }) => [Date.parse(from), version]),
          [last + 0.05 * length, spans.at(-1)!.version],
        ],
      },
      ...Object.entries(MARKS).map(([tone, mark]) => ({
        type: 'scatter',
        silent: true,
        symbol: mark.symbol,
        symbolRotate: mark.rotate,
        symbolSize: 11,
        itemStyle: { color: mark.color, opacity: 1 },
        data: deployments.filter((chapter) => chapter.tone === tone).flatMap(place),
      })),
      {
        type: 'scatter',
        silent: true,
        symbol: 'diamond',
        symbolSize: 12,
        itemStyle: { color: 'var(--bad)', opacity: 1 },
        data: chapters.flatMap((one) => (one.kind === 'outside' ? [[Date.parse(one.movedAt), one.to]] : [])),
      },
    ],
  };
  const caption = drawnCaption(captionOf(chapters, format.name), format.name === 'wide' ? LEFT - 6 : 0, 14);
  return svgChart(option, { width: format.width, height: HEIGHT }, `history-${format.name}`, title, caption);
}

/** Explains what is in the picture, and no more. */
function captionOf(chapters: TargetStory['chapters'], format: Format['name']): Caption {
  const isWide = format === 'wide';
  const present = new Set(chapters.map((chapter) => (chapter.kind === 'outside' ? 'outside' : chapter.tone)));
  return [
    ...(isWide ? ['Version that was live:'] : []),
    ...(present.has('good') ? explained('▲', 'good', 'promoted') : []),
    ...(present.has('back') ? explained('▼', 'unsure', isWide ? 'rolled back' : 'back') : []),
    ...(present.has('bad') ? explained('■', 'bad', isWide ? 'refused or failed' : 'failed') : []),
    ...(present.has('running') ? explained('●', 'candidate', 'running') : []),
    ...(present.has('outside') ? explained('◆', 'bad', isWide ? 'moved by somebody else' : 'others') : []),
  ];
}

/** Colour and shape: either tells them apart. */
const MARKS = {
  good: { symbol: 'triangle', rotate: 0, color: 'var(--good)' },
  back: { symbol: 'triangle', rotate: 180, color: 'var(--unsure)' },
  bad: { symbol: 'rect', rotate: 0, color: 'var(--bad)' },
  running: { symbol: 'circle', rotate: 0, color: 'var(--candidate)' },
} as const;

function place({
  endedAt,
  startedAt,
  candidate,
  stable,
}: Extract<Chapter, { kind: 'deployment' }>): readonly number[][] {
  const version = candidate ?? stable;
  return version === undefined ? [] : [[Date.parse(endedAt ?? startedAt), version]];
}

function dateText(time: number, length: number, format: Format['name']): string {
  const iso = new Date(time).toISOString();
  if (length > 3 * DAY_MILLIS) return iso.slice(format === 'wide' ? 0 : 5, 10);
  return iso.slice(5, 16).replace('T', ' ');
}
