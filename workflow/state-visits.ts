import type { HistoryEvent } from './audit-record.ts';

/** What an execution did in one state of the machine, inner states of Maps included. */
export interface StateVisits {
  readonly name: string;
  readonly visits: number;
  /** In all visits; those of a Map's iterations, which run side by side, are added up. */
  readonly seconds: number;
  /** How often a task was tried again. */
  readonly retries: number;
}

interface Tally {
  visits: number;
  /** When it was entered and left, added up: which visit an exit belongs to need not be known. */
  enteredMillis: number;
  leftMillis: number;
  exits: number;
  tries: number;
  triedVisits: number;
}

/**
 * The states in the order in which they were first entered.
 * @param until when those that were never left came to their end
 */
export function stateVisits(events: readonly HistoryEvent[], until: Date): readonly StateVisits[] {
  const tallies = new Map<string, Tally>();
  /** The visit that an event belongs to. */
  const visits = new Map<number, { readonly name: string; tried: boolean }>();
  for (const event of events) {
    const { id, previousEventId, timestamp } = event;
    const entered = event.stateEnteredEventDetails?.name;
    const left = event.stateExitedEventDetails?.name;
    if (entered !== undefined) {
      const tally = tallyOf(tallies, entered);
      tally.visits++;
      tally.enteredMillis += timestamp!.getTime();
    }
    if (left !== undefined) {
      const tally = tallyOf(tallies, left);
      tally.exits++;
      tally.leftMillis += timestamp!.getTime();
    }
    if (id === undefined) continue;
    const visit = entered === undefined ? visits.get(previousEventId ?? 0) : { name: entered, tried: false };
    if (!visit) continue;
    visits.set(id, visit);
    if (isTry(event)) countTry(tallyOf(tallies, visit.name), visit);
  }
  return [...tallies].map(([name, tally]) => visitsOf(name, tally, until));
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name);
  if (tally) return tally;
  const fresh = { visits: 0, enteredMillis: 0, leftMillis: 0, exits: 0, tries: 0, triedVisits: 0 };
  tallies.set(name, fresh);
  return fresh;
}

function isTry({ type }: HistoryEvent): boolean {
  return type === 'LambdaFunctionScheduled' || type === 'TaskScheduled';
}

function countTry(tally: Tally, visit: { tried: boolean }): void {
  tally.tries++;
  if (!visit.tried) tally.triedVisits++;
  visit.tried = true;
}

function visitsOf(name: string, tally: Tally, until: Date): StateVisits {
  const { visits, exits, enteredMillis, leftMillis, tries, triedVisits } = tally;
  const millis = leftMillis + Math.max(0, visits - exits) * until.getTime() - enteredMillis;
  return { name, visits, seconds: Math.max(0, millis) / 1000, retries: tries - triedVisits };
}
