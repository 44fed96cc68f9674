import { DECISIONS, type Decision, standingOf } from '../../workflow/decisions.ts';
import { type Case, outcomeOf, play, worldOf } from './case.ts';
import type { FaultWorld } from './fault-world.ts';
import { causeOf, endName } from './invariants/story.ts';
import { APPROVED, type Stage, stageNamed, USUAL } from './stage.ts';

type Kind = Decision['decision'];

/** Whoever is waited for is not waited for a day. */
const impatient = (name: string): Stage => ({ ...stageNamed(name), request: { ...USUAL, timeoutSeconds: 900 } });
const STAGES: readonly Stage[] = [
  impatient('one good'),
  impatient('one bad'),
  impatient('three good'),
  { name: 'one to be approved', targets: stageNamed('one good').targets, request: APPROVED, end: 'RolledBack' },
];
/** From before the lock is taken until after the end, and more often than it is looked. */
const EVERY_SECONDS = 12;
/** Never at the very moment of a look: what is approved as a step begins is that step. */
const FROM_SECONDS = 7;
const UNTIL_SECONDS = 480;
/** What is decided after a pause. */
const LATER_SECONDS = 100;

/** Each decision at each time of a deployment, alone and after a pause: it is heard, and leads where it should. */
export function decided(): readonly Case[] {
  const cases: Case[] = [];
  for (const stage of STAGES)
    for (let at = FROM_SECONDS; at <= UNTIL_SECONDS; at += EVERY_SECONDS)
      for (const decision of DECISIONS) {
        cases.push(decidedCase(stage, [{ at, decision }]));
        if ((at - FROM_SECONDS) % (5 * EVERY_SECONDS) === 0)
          cases.push(
            decidedCase(stage, [
              { at, decision: 'pause' },
              { at: at + LATER_SECONDS, decision },
            ]),
          );
      }
  return cases;
}

function decidedCase(stage: Stage, decisions: readonly { readonly at: number; readonly decision: Kind }[]): Case {
  return {
    name: `${stage.name}: ${decisions.map(({ at, decision }) => `${decision} at ${at} s`).join(', ')}`,
    run: async () => {
      const world = worldOf(stage);
      await play({ ...stage, decisions }, world);
      const { violations, happened } = await outcomeOf(world);
      return { violations: [...ledAstray(world, stage), ...violations], happened };
    },
  };
}

/** Nothing fails here, so what was heard tells how it ends. */
function ledAstray(world: FaultWorld, { alarmAt, request, end }: Stage): readonly string[] {
  const [ended] = world.witness.ends;
  const { rollBack, promote, paused } = standingOf(world.witness.heard.at(-1)?.decisions ?? [], '');
  const found = (ended && causeOf(ended)?.reason) ?? (ended && endName(ended));
  const wanted = (): readonly string[] => {
    const alarm = alarmAt === undefined ? [] : ['AlarmFiring'];
    if (rollBack) return ['RefusedByPerson', ...alarm];
    if (promote) return ['Succeeded', ...alarm];
    if (alarm.length > 0) return alarm;
    // One approval is never enough for two steps.
    return paused || request === APPROVED ? ['NobodyDecided'] : [end];
  };
  return found !== undefined && wanted().includes(found) ? [] : [`LED ASTRAY: ended as ${found}, expected ${wanted()}`];
}
