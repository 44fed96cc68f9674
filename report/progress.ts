import type { Check, Move } from '../workflow/audit-record.ts';
import { clockTime } from './duration.ts';
import { harmless, type Paint, painter } from './paint.ts';

const BAR = 10;
/** Columns of a line before its text: time, bar and weight. */
const BEFORE_TEXT = 8 + 2 + BAR + 1 + 5 + 2;

/** What happened in a deployment since it was last looked at. */
export interface News {
  readonly moves: readonly Move[];
  readonly checks: readonly Check[];
}

/**
 * Tells one deployment as it goes on: each piece of news becomes lines, one per shift of an alias and one per verdict that differs from the one
 * before.
 * @param several whether the deployment has several targets, so that lines name theirs
 */
export function progressTeller(options: {
  readonly colour: boolean;
  readonly columns: number;
  readonly several?: boolean;
}) {
  const paint = painter(options.colour);
  const weights = new Map<string, number>();
  let verdict: Check['verdict'] | undefined;

  const moved = (move: Move): readonly Line[] => {
    const name = `${move.stateMachineArn.split(':').at(-1)}:${move.alias}`;
    if (weights.get(name) === move.candidateWeight) return [];
    weights.set(name, move.candidateWeight);
    const text =
      move.candidateWeight === 0 ? paint.unsure('back on stable') : `candidate gets ${move.candidateWeight} %`;
    return [line(move.atSeconds, move.candidateWeight, options.several ? `${text} (${harmless(name)})` : text, paint)];
  };
  const judged = (check: Check): readonly Line[] => {
    if (check.verdict === verdict) return [];
    verdict = check.verdict;
    return [line(check.atSeconds, check.weightPercent, judgement(check, paint, options.columns), paint)];
  };
  return ({ moves, checks }: News): readonly string[] =>
    // A verdict comes before what it leads to, though both have the same second.
    [...checks.flatMap(judged), ...moves.flatMap(moved)]
      .sort((a, b) => a.atSeconds - b.atSeconds)
      .map(({ text }) => text);
}

interface Line {
  readonly atSeconds: number;
  readonly text: string;
}

function line(atSeconds: number, weight: number, text: string, paint: Paint): Line {
  const filled = Math.round((weight / 100) * BAR);
  const bar = paint.candidate('━'.repeat(filled)) + paint.faint('─'.repeat(BAR - filled));
  return { atSeconds, text: `${clockTime(atSeconds).padStart(8)}  ${bar} ${String(weight).padStart(3)} %  ${text}` };
}

/** Reasons are cut where the line ends: the summary has them in full. */
function judgement({ verdict, reasons }: Check, paint: Paint, columns: number): string {
  const colour = { healthy: paint.good, unhealthy: paint.bad, inconclusive: paint.unsure }[verdict];
  const room = Math.max(20, columns - BEFORE_TEXT - verdict.length - 2);
  const reason = harmless(reasons.join('; '));
  if (reason === '') return colour(verdict);
  return `${colour(verdict)}: ${reason.length > room ? `${reason.slice(0, room - 1)}…` : reason}`;
}
