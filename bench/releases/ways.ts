import { CLOUDFORMATION } from '../peers/cloudformation.ts';
import { PEERS } from '../peers/peers.ts';
import { ANY_FAILURE, type FailureAlarm, OURS, type Release } from './release.ts';
import { tunedAlarm } from './tuned-alarm.ts';

/** A deployer with an alarm, or without: a column. */
export interface Way {
  readonly name: string;
  readonly deployer: string;
  /** Undefined where it does not know the plan. */
  alarmFor(release: Release): FailureAlarm | 'none' | undefined;
}

export const OUR_WAY: Way = { name: OURS, deployer: OURS, alarmFor: () => 'none' };
export const WITH_THEIR_ALARM: Way = { name: 'ours with their alarm', deployer: OURS, alarmFor: () => ANY_FAILURE };

/** Each peer with the alarm that its documentation shows. */
export const DOCUMENTED: readonly Way[] = PEERS.map((peer) => ({
  name: peer.name,
  deployer: peer.name,
  alarmFor: ({ plan }) => (peer.deploys(plan) ? ANY_FAILURE : undefined),
}));

/** Each peer with a threshold that was chosen for the cell; and CloudFormation with an alarm on the candidate's own version, which nobody documents. */
export const TUNED: readonly Way[] = [
  ...PEERS.map((peer) => tuned(peer, 'alias', `${peer.name}, tuned`)),
  tuned(CLOUDFORMATION, 'candidate', 'CloudFormation, tuned by version'),
];

function tuned(peer: (typeof PEERS)[number], counts: FailureAlarm['counts'], name: string): Way {
  return {
    name,
    deployer: peer.name,
    // Who never asks its alarms gains nothing by another threshold.
    alarmFor: (release) =>
      peer.deploys(release.plan) && peer.looksAt(release.plan).length > 0
        ? tunedAlarm(peer, release, counts)
        : undefined,
  };
}
