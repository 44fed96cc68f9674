import type { ComparedRow, Comparison } from '../benchmark.ts';
import { LONGEST_WAY_BACK_MINUTES } from './measured.ts';
import type { Outcome } from './outcome.ts';

/** So many deployments at once, by ours and by each peer. */
export interface Compared {
  readonly size: number;
  readonly ours: Outcome;
  /** In the order of PEERS. */
  readonly peers: readonly Outcome[];
}

export const PEERS = ['sfndeploy.py', 'poll loop'];

interface Question {
  readonly name: string;
  readonly unit: string;
  readonly of: (outcome: Outcome) => number | undefined;
  readonly promise?: { readonly atMost: number };
  readonly why: string;
}

/** So many at once are promised to end well; of more it is only told what becomes of them. */
const PROMISED = 300;

const FEW = 'so few leave tokens in AWS’s buckets: nobody is refused for long';

const QUESTIONS: readonly Question[] = [
  {
    name: 'aliases that end where they should not be',
    unit: '',
    of: ({ wrong }) => wrong,
    promise: { atMost: 0 },
    why: FEW,
  },
  {
    name: 'aliases left split for good',
    unit: '',
    of: ({ leftSplit }) => leftSplit,
    promise: { atMost: 0 },
    why: FEW,
  },
  {
    name: 'bad candidates never taken back',
    unit: '',
    of: ({ neverBack }) => neverBack,
    promise: { atMost: 0 },
    why: FEW,
  },
  {
    name: 'longest way back, of those that came back',
    unit: 'min',
    of: ({ worstBackMinutes }) => worstBackMinutes,
    promise: { atMost: LONGEST_WAY_BACK_MINUTES },
    why: 'whoever gave up asks for no tokens, so those that are left come back sooner; ours all wait for their turn, and who waits for a shift looks at no alarm. A quota of more than one alias read a second would shorten it',
  },
  {
    name: 'until all are over',
    unit: 'min',
    of: ({ minutes }) => minutes,
    why: 'a deployment that crashes is over soon, and asks for no more; ours wait for their turn, and read the alias twice a shift. A quota of more than one alias read a second would shorten it',
  },
  {
    name: 'calls that AWS refused, for each deployment',
    unit: '',
    of: ({ throttled }) => throttled,
    why: 'ours tries again for more than an hour, where peers give up after three or four retries; it also looks up to six times a minute, and reads back what it writes. A gate before the lock would let fewer ask at a time',
  },
];

export function compared(rows: readonly Compared[]): readonly Comparison[] {
  return QUESTIONS.map(({ name, unit, of, promise, why }) => ({
    name,
    unit,
    better: 'less',
    peers: PEERS,
    rows: rows.flatMap(({ size, ours, peers }): readonly ComparedRow[] => {
      const value = of(ours);
      if (value === undefined) return [];
      return [
        {
          name: size.toLocaleString('en'),
          ours: value,
          peers: peers.map((peer) => of(peer) ?? null),
          ...(promise && size <= PROMISED && { promise }),
          why: peers.every(({ wrong }) => wrong === 0) ? FEW : why,
        },
      ];
    }),
  }));
}
