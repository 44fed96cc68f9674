import { IN_FLIGHT_SECONDS } from '../../workflow/ledger.ts';
import { ALARMS_TELL_SECONDS } from '../../workflow/limits.ts';
import { type Case, outcomeOf, play, worldOf } from './case.ts';
import type { Call, Fault } from './fault.ts';
import { aliasArnOf, type FaultWorld, machineArn } from './fault-world.ts';
import { type Stage, stageNamed } from './stage.ts';

/** What somebody else makes of an alias. `half` is what the first step makes of it; `same` writes what is there; `thereAndBack` something else, and at once what was there. */
export const DRIFTS = ['stable', 'candidate', 'split', 'half', 'same', 'thereAndBack', 'gone'] as const;
export type Drift = (typeof DRIFTS)[number];

const STAGE_NAMES = ['one good', 'one bad', 'one new bad', 'three good', 'three bad'];
const EVERY_SECONDS = 17;
/** The first write is tried again by then. Until it is looked for nobody can tell it from the same routing, written by somebody else. */
const FOUND_SECONDS = 3;

/** Somebody else writes an alias once, at each time of a deployment. */
export async function drifts(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of STAGE_NAMES.map(stageNamed)) {
    const { witness, openedAt } = await play(stage, worldOf(stage));
    const seconds = (witness.ends[0]!.at - openedAt) / 1000;
    for (let at = 1; at < seconds; at += EVERY_SECONDS)
      for (const drift of DRIFTS) {
        cases.push(driftAt(stage, at, drift));
        // A write of ours whose reply was lost is found to be there; from then on the same routing, written by somebody else, must not be taken for it.
        if (at > FOUND_SECONDS && (drift === 'half' || drift === 'thereAndBack'))
          cases.push(driftAt(stage, at, drift, 'failsAfter'));
        // Nor where it was tried twice, once the other try cannot take effect any more; the next step's write is yet to come.
        if (at > IN_FLIGHT_SECONDS + FOUND_SECONDS && at < ALARMS_TELL_SECONDS && drift === 'thereAndBack')
          cases.push(driftAt(stage, at, drift, 'failsBefore'));
      }
  }
  return cases;
}

/** The first alias, or the last of several, in turn. */
function driftAt(stage: Stage, at: number, drift: Drift, firstTries?: Fault): Case {
  const { name } = at % 2 === 0 ? stage.targets[0]! : stage.targets.at(-1)!;
  return {
    name: `${stage.name}: ${name} is made ${drift} at ${at} s${firstTries ? `, and first writes are ${firstTries}` : ''}`,
    run: async () => {
      const written = new Set<string>();
      const faultOf = ({ operation, input }: Call): Fault | undefined => {
        const write = JSON.stringify(input);
        if (!firstTries || operation !== 'UpdateStateMachineAlias' || written.has(write)) return undefined;
        written.add(write);
        return firstTries;
      };
      const world = worldOf(stage, { faultOf });
      await play(stage, world, () => world.later(at + 0.5, () => writeElse(world, name, drift)));
      return outcomeOf(world, { faultless: !firstTries });
    },
  };
}

/** Somebody else's write; of an alias that is not there yet, a creation. */
export async function writeElse(world: FaultWorld, machine: string, drift: Drift): Promise<void> {
  const stateMachineAliasArn = aliasArnOf(machine);
  const alias = await world.alias(machine);
  const write = async (routingConfiguration: unknown): Promise<void> => {
    if (alias) await world.call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration });
    else await world.call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
  };
  const route = (version: number, weight: number) => ({
    stateMachineVersionArn: `${machineArn(machine)}:${version}`,
    weight,
  });
  switch (drift) {
    case 'stable':
      return write([route(1, 100)]);
    case 'candidate':
      return write([route(2, 100)]);
    case 'split':
      return write([route(1, 77), route(2, 23)]);
    case 'half':
      return write([route(2, 50), route(1, 50)]);
    case 'same':
      return alias && write(alias.routingConfiguration);
    case 'thereAndBack':
      if (!alias) return;
      await write([route(1, 77), route(2, 23)]);
      return world.later(1, () => write(alias.routingConfiguration));
    case 'gone':
      await world.call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn });
  }
}
