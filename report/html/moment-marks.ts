import { clip } from '../../workflow/cause.ts';
import type { Moment } from '../moments.ts';
import { harmless } from '../paint.ts';

/** As wide as in the widest of the usual fonts. */
const LABEL_CHARACTER = 7.4;
/** There is room for it on a phone. */
const LONGEST_LABEL = 24;

/** A label is left out where it would be written over the one before: the words below the picture have them all. */
export function momentMarks(moments: readonly Moment[], totalSeconds: number, plotWidth: number): readonly object[] {
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
        // Not the text itself: the library would take braces in it for a template.
        formatter: () => text,
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

const SIGNS: Readonly<Record<Moment['kind'], string>> = { alarm: '▲', decision: '◆', drift: '✖' };
