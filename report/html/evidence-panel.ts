import { harmless } from '../paint.ts';
import type { Timeline } from '../timeline.ts';
import { type Panel, upwards } from './panel.ts';

/** Powers of ten that the picture shows below 1 to 1: evidence for the candidate is not told apart further. */
const LOWEST = -1;
const HIGHEST = 6;

/** The evidence against the candidate of each target, as a ratio to 1, and the limit from which on it is rolled back. */
export function evidencePanel({ evidence }: Timeline): readonly Panel[] {
  if (!evidence) return [];
  const { lines, limit } = evidence;
  const top = Math.max(0, ...lines.flatMap(({ points }) => points.map(({ logEvidence }) => powerOf(logEvidence))));
  const max = Math.min(HIGHEST, Math.ceil(Math.max(top, Math.log10(limit)) + 0.2));
  const worst = worstOf(lines);
  return [
    {
      title: 'Evidence against the candidate',
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
        ...lines.map((line) => ({
          type: 'line',
          step: 'end',
          name: harmless(line.name),
          showSymbol: false,
          lineStyle: {
            color: line === worst ? 'var(--candidate)' : 'var(--muted)',
            width: line === worst ? 2.5 : 1.25,
          },
          data: line.points.map(({ atSeconds, logEvidence }) => [
            atSeconds,
            Number(Math.min(max, Math.max(LOWEST, powerOf(logEvidence))).toFixed(3)),
          ]),
        })),
        limitLine(limit),
      ],
    },
  ];
}

function short(power: number): string {
  if (power >= 6) return `${10 ** (power - 6)}M`;
  return power >= 3 ? `${10 ** (power - 3)}k` : String(10 ** power);
}

function powerOf(logEvidence: number): number {
  return logEvidence / Math.LN10;
}

function worstOf<T extends { readonly points: readonly { readonly logEvidence: number }[] }>(
  lines: readonly T[],
): T | undefined {
  const last = ({ points }: T): number => points.at(-1)?.logEvidence ?? Number.NEGATIVE_INFINITY;
  return [...lines].sort((a, b) => last(b) - last(a))[0];
}

function limitLine(limit: number): object {
  return {
    type: 'line',
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      data: [{ yAxis: Math.log10(limit) }],
      lineStyle: { color: 'var(--bad)', width: 1.5, type: [6, 4] },
      label: {
        formatter: `limit ${limit} : 1, roll back`,
        position: 'insideStartTop',
        color: 'var(--bad)',
        fontSize: 11,
        fontWeight: 600,
      },
    },
  };
}
