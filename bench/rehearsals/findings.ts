import type { Finding, Grid, Measurement } from '../benchmark.ts';
import type { Ending } from './releases.ts';

export interface Endings {
  readonly harmless: readonly Ending[];
  readonly failsAll: readonly Ending[];
}

/** Of 200 harmless candidates five may come back, for whatever reason. */
const TOLERATED = 5 / 200;

export function findingsOf({ harmless, failsAll }: Endings): readonly Finding[] {
  const bad = failsAll.filter(isRolledBack);
  return [
    reasonsGrid({ harmless, failsAll }),
    {
      name: `harmless candidates rolled back, of ${harmless.length}`,
      value: harmless.filter((ending) => !isPromoted(ending)).length,
      unit: '',
      promise: { atMost: Math.floor(TOLERATED * harmless.length) },
    },
    {
      name: `candidates that fail everything rolled back, of ${failsAll.length}`,
      value: bad.length,
      unit: '',
      promise: { atLeast: failsAll.length },
    },
    mean('their failures, mean', '', bad, ({ candidateFailed }) => candidateFailed),
    mean('their time to the end of the roll-back, mean', 's', bad, ({ seconds }) => seconds),
    mean('time of a harmless deployment, mean', 's', harmless, ({ seconds }) => seconds),
  ];
}

export function isRolledBack({ outcome }: Ending): boolean {
  return outcome === 'RolledBack';
}

/** Whatever is not promoted counts as rolled back: an error would be no better. */
export function isPromoted({ outcome }: Ending): boolean {
  return outcome === 'Succeeded';
}

function mean(name: string, unit: string, endings: readonly Ending[], of: (ending: Ending) => number): Measurement {
  const sum = endings.reduce((total, ending) => total + of(ending), 0);
  return { name, unit, value: endings.length === 0 ? 0 : sum / endings.length };
}

/** How many deployments ended in each way. */
function reasonsGrid({ harmless, failsAll }: Endings): Grid {
  const ways = [...new Set([...harmless, ...failsAll].map(wayOf))].sort();
  const count = (endings: readonly Ending[], way: string) => endings.filter((ending) => wayOf(ending) === way).length;
  return {
    name: 'deployments by how they ended',
    columns: ['harmless', 'fails everything'],
    rows: ways.map((way) => ({ name: way, values: [count(harmless, way), count(failsAll, way)] })),
  };
}

function wayOf({ outcome, reason }: Ending): string {
  return reason === undefined ? outcome : `${outcome}: ${reason}`;
}
