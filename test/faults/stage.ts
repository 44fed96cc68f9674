import type { Wire } from '../../local/aws-json.ts';
import type { Decision } from '../../workflow/decisions.ts';
import type { EndName } from '../../workflow/ends.ts';

/** A machine to deploy: of two revisions, the first of which is published as version 1. */
export interface TargetSetup {
  readonly name: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** What its alias is wholly on before the deployment, or that there is none; `published`: on stable, and the candidate is a version already. */
  readonly alias: 'stable' | 'candidate' | 'none' | 'published';
  /** Executions of version 2 fail, each second one; the others hang. */
  readonly fails?: true;
  /**
   * Version 2 is redeployed by its name, and others were published after it, weeks ago: version 3 has another alias, 4 still runs, 5 was superseded yesterday, 6 and 7
   * nobody needs any more, and 8 is the newest.
   */
  readonly crowded?: true;
}

/** What is deployed, whether it is good, and how that ends when nothing goes wrong, or only what passes. */
export interface Stage {
  readonly name: string;
  readonly targets: readonly TargetSetup[];
  /** When the alarm goes off, in seconds from the start; never for a good release. */
  readonly alarmAt?: number;
  /** Executions are started through each alias all the time, so many seconds apart. */
  readonly startsEverySeconds?: number;
  /** What the request says beside its targets, where that is not the usual. */
  readonly request?: Wire;
  /** What people decide, so many seconds from the start. */
  readonly decisions?: readonly { readonly at: number; readonly decision: Decision['decision'] }[];
  /** Somebody stops an execution of the candidate that hangs. */
  readonly strangledAt?: number;
  /** Nothing is deployed: the candidate is restored, by the emergency road. */
  readonly restores?: true;
  /** So long each step is watched, at least; absent: as long as it takes alarms to tell. */
  readonly bakeSeconds?: number;
  readonly end: EndName;
}

/** What a request says where a stage says nothing else. */
export const USUAL = {
  strategy: { type: 'linear', percentage: 50, intervalSeconds: 60 },
  alarms: ['a'],
  compare: 'off',
  pollSeconds: 60,
};

const m = (name: string, alias: TargetSetup['alias'] = 'stable', type: TargetSetup['type'] = 'STANDARD') => ({
  name,
  alias,
  type,
});
const ONE = [m('m1')];
const NEW = [m('m1', 'none')];
const THREE = [m('m1'), m('m2'), m('m3')];
/** Nothing is watched but the clock: steps follow each other more quickly than a lost write is given up. */
const QUICK = { strategy: { type: 'linear', percentage: 50, intervalSeconds: 10 }, compare: 'off' };
/** Looked at every few seconds: the way back begins while a lost write of the first step may still take effect. */
const CLOSELY = { ...QUICK, alarms: ['a'], pollSeconds: 5 };
/** As usual; what runs on the candidate is stopped, and that and what failed is started again on stable. */
const REPLAY = { ...USUAL, replay: 'failed', inFlight: 'stop' };
const PRUNE = { ...USUAL, keepVersions: 1 };
/** Each step waits for somebody to approve it. */
export const APPROVED = {
  ...USUAL,
  strategy: {
    steps: [
      { weight: 50, bakeSeconds: 60, approval: true },
      { weight: 100, bakeSeconds: 60, approval: true },
    ],
  },
  timeoutSeconds: 900,
};
const MIXED = [m('m1'), m('m2', 'none'), m('m3', 'candidate')];

/** One and three targets, with and without aliases, that succeed and that roll back. */
export const STAGES: readonly Stage[] = [
  { name: 'one good', targets: ONE, startsEverySeconds: 59, end: 'Succeeded' },
  { name: 'one bad', targets: ONE, startsEverySeconds: 59, alarmAt: 100, end: 'RolledBack' },
  { name: 'one new good', targets: NEW, end: 'Succeeded' },
  { name: 'one new bad', targets: NEW, alarmAt: 100, end: 'RolledBack' },
  { name: 'three good', targets: THREE, startsEverySeconds: 131, end: 'Succeeded' },
  { name: 'three bad', targets: THREE, startsEverySeconds: 131, alarmAt: 250, end: 'RolledBack' },
  { name: 'one quick good', targets: ONE, request: QUICK, bakeSeconds: 10, end: 'Succeeded' },
  { name: 'one soon bad', targets: ONE, request: CLOSELY, alarmAt: 50, end: 'RolledBack' },
  { name: 'mixed bad', targets: MIXED, alarmAt: 250, end: 'RolledBack' },
  { name: 'nothing to do', targets: [m('m1', 'candidate')], end: 'NothingToDo' },
  { name: 'refused', targets: ONE, request: { ...USUAL, alarms: ['not there'] }, end: 'ValidationError' },
  { name: 'one restored', targets: [m('m1', 'published')], restores: true, end: 'Succeeded' },
  { name: 'new in use, bad', targets: NEW, alarmAt: 100, startsEverySeconds: 59, end: 'CriticalError' },
  {
    name: 'one bad, replayed',
    targets: [{ ...m('m1'), fails: true }],
    request: REPLAY,
    startsEverySeconds: 13,
    alarmAt: 100,
    strangledAt: 90,
    end: 'RolledBack',
  },
  { name: 'one good, pruned', targets: [{ ...m('m1'), crowded: true }], request: PRUNE, end: 'Succeeded' },
  {
    name: 'one good, decided on',
    targets: ONE,
    request: APPROVED,
    decisions: [
      { at: 60, decision: 'approve' },
      { at: 110, decision: 'pause' },
      { at: 250, decision: 'resume' },
      { at: 330, decision: 'approve' },
      // Where the second step has begun late.
      { at: 700, decision: 'approve' },
    ],
    end: 'Succeeded',
  },
  {
    name: 'one good, refused',
    targets: ONE,
    decisions: [
      // Over the end of the first bake.
      { at: 110, decision: 'pause' },
      { at: 250, decision: 'rollBack' },
    ],
    end: 'RolledBack',
  },
  { name: 'new EXPRESS bad', targets: [m('m1', 'none', 'EXPRESS')], alarmAt: 100, end: 'RolledBack' },
];

/** There for what writes that are lost or waited for may do: elsewhere they are like the others, only longer. */
const ABOUT_TIME = ['one quick good', 'one soon bad', 'new EXPRESS bad'];
export const PLAIN_STAGES = STAGES.filter(({ name }) => !ABOUT_TIME.includes(name));

export function stageNamed(name: string): Stage {
  return STAGES.find((stage) => stage.name === name)!;
}
