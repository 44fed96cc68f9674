import { brokenFunctions } from './broken-functions.ts';
import { callStops } from './call-stops.ts';
import type { Case } from './case.ts';
import { decided } from './decided.ts';
import { drifts } from './drifts.ts';
import { faultedRecoveries } from './faulted-recoveries.ts';
import { fullHistories } from './full-histories.ts';
import { lags } from './lags.ts';
import { lateFunctions } from './late-functions.ts';
import { outages } from './outages.ts';
import { repairs } from './repairs.ts';
import { randomSchedules } from './schedules.ts';
import { singleFaults } from './single-faults.ts';
import { stops } from './stops.ts';
import { swarms } from './swarms.ts';

/** The kinds of proof, in the order they are run. */
export const FAMILIES = [
  'single faults',
  'stops',
  'call stops',
  'late functions',
  'faulted recoveries',
  'broken functions',
  'outages',
  'repairs',
  'drifts',
  'lags',
  'full histories',
  'decisions',
  'schedules',
  'swarms',
] as const;
export type Family = (typeof FAMILIES)[number];

/** Families that go beyond the exhaustive ones: of these each fifth case is played, all with `--full`. (Five shares no factor with the cases' own cycles of three and four.) */
export const THINNED: Readonly<Partial<Record<Family, number>>> = { 'call stops': 5, outages: 5, repairs: 5 };

/** All cases of a family. The same call gives the same cases in the same order, in every process. */
export async function casesOf(family: Family, schedules: number): Promise<readonly Case[]> {
  switch (family) {
    case 'single faults':
      return singleFaults();
    case 'stops':
      return stops();
    case 'call stops':
      return callStops();
    case 'late functions':
      return lateFunctions();
    case 'faulted recoveries':
      return faultedRecoveries();
    case 'broken functions':
      return brokenFunctions();
    case 'repairs':
      return repairs();
    case 'outages':
      return outages();
    case 'drifts':
      return drifts();
    case 'lags':
      return lags();
    case 'full histories':
      return fullHistories();
    case 'decisions':
      return decided();
    case 'schedules':
      return randomSchedules(schedules);
    case 'swarms':
      return swarms();
  }
}
