import type { State } from '../workflow/asl.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import { deployerDefinition, type FunctionArns } from '../workflow/definition.ts';
import type { StateVisits } from '../workflow/state-visits.ts';

/** The deployer's machine with the way that one deployment took through it. */
export interface MachineMap {
  readonly nodes: readonly MapNode[];
  readonly roads: readonly Road[];
  /** States that only a failure leads to, and none did. */
  readonly leftOut: readonly string[];
}

export interface MapNode {
  readonly name: string;
  readonly type: State['Type'];
  /** One sentence on what it does. */
  readonly comment: string;
  /** Undefined: it was not entered. */
  readonly visits: StateVisits | undefined;
  /** Of a Map, the states of its iterations: the task, and what else was entered. */
  readonly inner: readonly { readonly name: string; readonly visits: StateVisits | undefined }[];
}

export interface Road {
  readonly from: string;
  readonly to: string;
  /** What a Choice chooses it by. */
  readonly label: string;
  /** How often it was taken. */
  readonly taken: number;
  /** Of a Catch: it is in the map only where it was taken, for there is one from nearly every state. */
  readonly isCatch: boolean;
}

export function machineMap(record: Pick<AuditRecord, 'path' | 'states'>): MachineMap {
  const states = Object.entries<State>(deployerDefinition({} as FunctionArns).States);
  const taken = takenRoads(record.path);
  const visits = new Map(record.states.map((state) => [state.name, state]));
  const known = new Set(states.map(([name]) => name));
  const unknown = [...new Set(record.path)].filter((name) => !known.has(name));
  const roads = states.flatMap(([name, state]) => roadsFrom(name, state)).map((road) => withTaken(road, taken));
  const caught = [...taken]
    .filter(([key]) => !roads.some(({ from, to }) => keyOf(from, to) === key))
    .map(([key, times]) => {
      const [from, to] = JSON.parse(key) as [string, string];
      return { from, to, label: '', taken: times, isCatch: true };
    });
  const all = [...roads, ...caught];
  const leftOut = unreached(
    states.map(([name]) => name),
    all,
  );
  const nodes = [
    ...states.map(([name, state]) => nodeOf(name, state, visits)),
    ...unknown.map((name) => ({
      name,
      type: 'Pass' as const,
      comment: NOT_KNOWN,
      visits: visits.get(name),
      inner: [],
    })),
  ];
  return {
    nodes: nodes.filter(({ name }) => !leftOut.has(name)),
    roads: all.filter(({ from, to }) => !leftOut.has(from) && !leftOut.has(to)),
    leftOut: [...leftOut],
  };
}

const NOT_KNOWN = 'Not known to this version of Stepshift.';

/** States that no road leads to but that of a failure, and there was none; and what comes after them alone. */
function unreached(names: readonly string[], roads: readonly Road[]): ReadonlySet<string> {
  const reached = new Set(names.slice(0, 1));
  for (const name of reached) for (const { from, to } of roads) if (from === name) reached.add(to);
  return new Set(names.filter((name) => !reached.has(name)));
}

/** Only what was entered, and the roads that were taken: short enough for a phone. */
export function wayTaken({ nodes, roads, leftOut }: MachineMap): MachineMap {
  return { nodes: nodes.filter(({ visits }) => visits), roads: roads.filter(({ taken }) => taken > 0), leftOut };
}

function nodeOf(name: string, state: State, visits: ReadonlyMap<string, StateVisits>): MapNode {
  const processor = state.Type === 'Map' ? state.ItemProcessor : undefined;
  const inner = Object.keys(processor?.States ?? {})
    .filter((task) => task === processor?.StartAt || visits.has(task))
    .map((task) => ({ name: task, visits: visits.get(task) }));
  return { name, type: state.Type, comment: state.Comment, visits: visits.get(name), inner };
}

type PlainRoad = Pick<Road, 'from' | 'to' | 'label'>;

function roadsFrom(from: string, state: State): readonly PlainRoad[] {
  if (state.Type === 'Choice')
    return [
      ...state.Choices.map(({ StringEquals, Next }) => ({ from, to: Next, label: StringEquals })),
      { from, to: state.Default, label: 'otherwise' },
    ];
  return 'Next' in state && state.Next !== undefined ? [{ from, to: state.Next, label: '' }] : [];
}

function withTaken(road: PlainRoad, taken: ReadonlyMap<string, number>): Road {
  return { ...road, taken: taken.get(keyOf(road.from, road.to)) ?? 0, isCatch: false };
}

function takenRoads(path: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  path.slice(1).forEach((to, i) => {
    const key = keyOf(path[i]!, to);
    taken.set(key, (taken.get(key) ?? 0) + 1);
  });
  return taken;
}

function keyOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
