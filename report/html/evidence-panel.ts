import type { EvidenceLine } from '../evidence-lines.ts';
import type { Timeline } from '../timeline.ts';
import { type Caption, captionNames, explained } from './caption.ts';
import { type Format, type Panel, upwards } from './panel.ts';

/** Powers of ten that the picture shows below 1 to 1: evidence for the candidate is not told apart further. */
const LOWEST = -1;
const HIGHEST = 6;

/** The evidence against the candidate of each target, as a ratio to 1, and the limit from which on it is rolled back. */
export function evidencePanel({ evidence }: Timeline, format: Format): readonly Panel[] {
  if (evidence.length === 0) return [];
  const limits = [...new Map(evidence.map((line) => [line.against, line])).values()];
  const powers = evidence.flatMap(({ points, limit }) => [
    Math.log10(limit),
    ...points.map(({ logEvidence }) => powerOf(logEvidence)),
  ]);
  const max = Math.min(HIGHEST, Math.ceil(Math.max(0, ...powers) + 0.2));
  const worst = worstOf(evidence)!;
  return [
    {
      caption: worst.name === '' ? ['Evidence against the candidate'] : captionOfSeveral(worst, format),
      height: 110,
      yAxis: upwards({
        min: max > 3 ? LOWEST - 1 : LOWEST,
        max: max > 3 ? max + (max % 2) : max,
        interval: max > 3 ? 2 : 1,
        axisLabel: {
          color: 'var(--muted)',
          fontSize: 11,
          formatter: (power: number) => (power < 0 ? '' : `${short(power)} : 1`),
        },
      }),
      series: [
        ...evidence.map((line) => drawnLine(line, line === worst, max)),
        ...limits.map((line) => limitLine(line, limits)),
      ],
    },
  ];
}

function captionOfSeveral({ name }: EvidenceLine, format: Format): Caption {
  const what = format.name === 'wide' ? 'Evidence against each candidate:' : 'Evidence:';
  const others = '\u2003─ others';
  return [
    what,
    ...(captionNames([name], format, what + others) ?? []).flatMap((one) => explained('━', 'candidate', one)),
    others,
  ];
}

function short(power: number): string {
  if (power >= 6) return `${10 ** (power - 6)}M`;
  return power >= 3 ? `${10 ** (power - 3)}k` : String(10 ** power);
}

function powerOf(logEvidence: number): number {
  return logEvidence / Math.LN10;
}

/** That which ends nearest to its limit, or farthest beyond it. */
function worstOf(lines: readonly EvidenceLine[]): EvidenceLine | undefined {
  const last = ({ points, limit }: EvidenceLine): number =>
    (points.at(-1)?.logEvidence ?? Number.NEGATIVE_INFINITY) - Math.log(limit);
  return [...lines].sort((a, b) => last(b) - last(a))[0];
}

function drawnLine({ against, points }: EvidenceLine, isWorst: boolean, max: number): object {
  return {
    type: 'line',
    step: 'end',
    showSymbol: false,
    lineStyle: {
      color: isWorst ? 'var(--candidate)' : 'var(--muted)',
      width: isWorst ? 2.5 : 1.25,
      type: against === 'stable' ? 'solid' : 'dotted',
    },
    data: points.map(({ atSeconds, logEvidence }) => [
      atSeconds,
      Number(Math.min(max, Math.max(LOWEST, powerOf(logEvidence))).toFixed(3)),
    ]),
  };
}

function limitLine({ limit, against }: EvidenceLine, all: readonly EvidenceLine[]): object {
  const isLower = all.some((other) => other.limit > limit);
  return {
    type: 'line',
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      data: [{ yAxis: Math.log10(limit) }],
      lineStyle: { color: 'var(--bad)', width: 1.5, type: [6, 4] },
      label: {
        formatter: `limit ${limit} : 1, ${against === 'stable' ? 'roll back' : 'by the past (dotted)'}`,
        position: isLower ? 'insideStartBottom' : 'insideStartTop',
        color: 'var(--bad)',
        fontSize: 11,
        fontWeight: 600,
      },
    },
  };
}
