import { sleep } from '../../local/clock.ts';
import { PEERS } from '../peers/peers.ts';
import { deployOurs, type OurEnd } from './ours.ts';
import { type Ended, outcomeOf, WATCHED_AT_FULL_SECONDS } from './outcome.ts';
import { type Job, OURS } from './release.ts';
import { ALIAS_DELAY_SECONDS, type Stage, setStage } from './stage.ts';

/** Runs one deployment, whoever deploys, until it is over: rolled back wholly, or for ten minutes at 100 percent where the candidate is bad. */
export async function runRelease(job: Job): Promise<Ended> {
  const stage = await setStage(job);
  const began = stage.aws.clock.now();
  const ended = await stage.pass(deploy(stage, job));
  const seconds = (stage.aws.clock.now() - began) / 1000;
  const { base, candidate } = job.release;
  const full = stage.moves.find(({ weight }) => weight === 100);
  if (full && ended.end === 'promoted' && candidate > base)
    await passUntil(stage, full.at + 1000 * WATCHED_AT_FULL_SECONDS);
  if (ended.end === 'rolledBack') await passUntil(stage, stage.moves.at(-1)!.at + 1000 * ALIAS_DELAY_SECONDS);
  stage.stopTraffic();
  return { ...outcomeOf(stage, job.release, ended), seconds };
}

function deploy(stage: Stage, { deployer, release }: Job): Promise<OurEnd> {
  if (deployer === OURS) return deployOurs(stage, release);
  const peer = PEERS.find(({ name }) => name === deployer)!;
  const { aws, clients, stateMachineArn, aliasArn, alarms } = stage;
  const wait = (seconds: number) => sleep(aws.clock, 1000 * seconds);
  const { plan } = release;
  return peer.deploy({ clients, sleep: wait, stateMachineArn, aliasArn, plan, alarms }).then((end) => ({ end }));
}

function passUntil({ aws, pass }: Stage, at: number): Promise<void> {
  return pass(sleep(aws.clock, Math.max(0, at - aws.clock.now())));
}
