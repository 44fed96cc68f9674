import type { Wire } from '../../local/aws-json.ts';
import { HISTORY_LIMIT } from '../../workflow/limits.ts';
import { type Case, outcomeOf, play, worldOf } from './case.ts';
import { stageNamed } from './stage.ts';
import { countEvents } from './stops.ts';

const STAGE_NAMES = ['one good', 'one bad', 'one new bad', 'three bad'];
const EVERY_EVENTS = 5;

/** AWS's hard limit, hit at every few events of a deployment: a Map in front of it fills the history up to there. */
export async function fullHistories(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of STAGE_NAMES.map(stageNamed))
    for (let event = 5, events = await countEvents(stage); event < events; event += EVERY_EVENTS)
      cases.push({
        name: `${stage.name}: the history is full at event ${event}`,
        run: async () => {
          const redefine = (definition: Wire) => filledUp(definition, HISTORY_LIMIT - event);
          return outcomeOf(await play(stage, worldOf(stage, { redefine })));
        },
      });
  return cases;
}

/** Of an iteration with one Pass: it starts, the Pass is entered and exited, it succeeds. Of a Map: entered, started, succeeded, exited. */
const ITERATION_EVENTS = 4;
const MAP_EVENTS = 4;

/** The definition with so many events before its first state, or up to three fewer. */
function filledUp(definition: Wire, events: number): Wire {
  const items = Math.floor((events - MAP_EVENTS) / ITERATION_EVENTS);
  const Fill = {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    Items: `{% [1..${items}] %}`,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Nothing',
      States: { Nothing: { Type: 'Pass', End: true } },
    },
    Output: '{% $states.input %}',
    Next: definition.StartAt,
  };
  return { ...definition, StartAt: 'Fill', States: { Fill, ...definition.States } };
}
