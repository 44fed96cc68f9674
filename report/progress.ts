import type { Check, Move } from '../workflow/audit-record.ts';
import { clockTime } from './duration.ts';
import { BAR, harmless, type Paint, painter, weightBar } from './paint.ts';

/** Columns of a line before its text: time, bar and weight. */
const BEFORE_TEXT = 8 + 2 + BAR + 1 + 5 + 2;

/** What happened in a deployment since it was last looked at. */
export interface News {
  readonly moves: readonly Move[];
  readonly checks: readonly Check[];
  readonly happenings: readonly Happening[];
}

/** Something that happened to the deployment from outside. */
export interface Happening {
  /** From the start of the deployment. */
  readonly atSeconds: number;
  readonly text: string;
}

/**
 * Tells one deployment as it goes on: each piece of news becomes lines, one per shift of an alias, one per verdict that differs from the one before or that something
 * follows from, and one for whatever happens from outside.
 * @param several whether the deployment has several targets, so that lines name theirs
 */
export function progressTeller(options: {
  readonly colour: boolean;
  readonly columns: number;
  readonly several?: boolean;
}) {
  const paint = painter(options.colour);
  const weights = new Map<string, number>();
  let weight = 0;
  let verdict: Check['verdict'] | undefined;

  const moved = (move: Move): readonly Line[] => {
    const name = `${move.stateMachineArn.split(':').at(-1)}:${move.alias}`;
    if (weights.get(name) === move.candidateWeight) return [];
    weights.set(name, move.candidateWeight);
    weight = move.candidateWeight;
    const text =
      move.candidateWeight === 0 ? paint.unsure('back on stable') : `candidate gets ${move.candidateWeight} %`;
    return [line(move.atSeconds, move.candidateWeight, options.several ? `${text} (${harmless(name)})` : text, paint)];
  };
  const judged = (check: Check): readonly Line[] => {
    if (check.verdict === verdict && check.decision === 'keepBaking') return [];
    verdict = check.verdict;
    return [line(check.atSeconds, check.weightPercent, judgement(check, paint, options.columns), paint)];
  };
  const happened = ({ atSeconds, text }: Happening): Line =>
    line(atSeconds, weight, paint.strong(cut(harmless(text), options.columns)), paint);
  return ({ moves, checks, happenings }: News): readonly string[] =>
    // A verdict comes before what it leads to, though both have the same second.
    [...checks.flatMap(judged), ...moves.flatMap(moved), ...happenings.map(happened)]
      .sort((a, b) => a.atSeconds - b.atSeconds)
      .map(({ text }) => text);
}

interface Line {
  readonly atSeconds: number;
  readonly text: string;
}

function line(atSeconds: number, weight: number, text: string, paint: Paint): Line {
  const bar = weightBar(weight, paint);
  return { atSeconds, text: `${clockTime(atSeconds).padStart(8)}  ${bar} ${String(weight).padStart(3)} %  ${text}` };
}

/** Reasons are cut where the line ends: the summary has them in full. */
function judgement({ verdict, decision, reasons }: Check, paint: Paint, columns: number): string {
  const colour = { healthy: paint.good, unhealthy: paint.bad, inconclusive: paint.unsure }[verdict];
  const follows = FOLLOWS[decision];
  const reason = harmless(reasons.join('; '));
  const said = `${verdict}${follows}`;
  return colour(said) + (reason === '' ? '' : `: ${cut(reason, columns - said.length - 2)}`);
}

/** What follows from a verdict; nothing is said where the look is only repeated. */
const FOLLOWS: Readonly<Record<Check['decision'], string>> = {
  keepBaking: '',
  nextStep: ', next step',
  promote: ', promote',
  rollBack: ', roll back',
};

function cut(text: string, columns: number): string {
  const room = Math.max(20, columns - BEFORE_TEXT);
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
