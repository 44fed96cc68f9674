import type { Timer } from '../../local/clock.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import { ENDS } from '../../workflow/ends.ts';
import type { Deployer } from '../installed-deployer.ts';
import type { World } from './world.ts';

/** The deployment's execution is called so in every rehearsal. */
export const EXECUTION_NAME = 'rehearsal';

/** How long the watchdog is given to complete what a deployment left. */
const WATCHDOG_PATIENCE_SECONDS = 3600;

/** A deployment's time: from the start of its execution until nothing of it is left to happen. */
export interface Life {
  /** Resolves when no execution of the deployer runs, no event is left, and the ledger holds no open deployment (or holds one still after an hour). */
  readonly over: Promise<void>;
  /** Looks whether it is over: to be called whenever something has happened. */
  look(): Promise<void>;
}

/** What a life is made of. */
interface Part {
  /** Whether an execution of the deployer, by its ARN, is a part of it. */
  readonly belongs: (executionArn: string) => boolean;
  /** Whether something is left that may begin another one. */
  readonly isMoreToCome: () => boolean;
}

/** Follows the deployment that is about to be started. Executions are counted while it runs and, where it did not end by itself, until it is recovered. */
export function followLife(
  { aws: { clock }, tally, listen, fail }: World,
  { stateMachineArn, ledger }: Deployer,
  { belongs, isMoreToCome }: Part,
): Life {
  /** Executions of the deployer: events may start others. */
  const running = new Set<string>();
  let deadline: Timer | undefined;
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const look = async (): Promise<void> => {
    if (running.size > 0) return;
    const release = clock.hold();
    const open = (await openDeployments(ledger).finally(release)).filter(belongs);
    if (running.size > 0) return; // it was redriven meanwhile
    if (open.length === 0) tally.end(clock.now());
    if (isMoreToCome()) return;
    if (open.length > 0) {
      deadline ??= clock.schedule(clock.now() + WATCHDOG_PATIENCE_SECONDS * 1000, end);
      return;
    }
    deadline?.cancel();
    end();
  };
  listen((change) => {
    if (change.stateMachineArn !== stateMachineArn || !belongs(change.executionArn)) return;
    if (change.status === 'RUNNING') {
      running.add(change.executionArn);
      deadline?.cancel();
      deadline = undefined;
      if (change.name === EXECUTION_NAME) tally.begin(clock.now());
      return;
    }
    running.delete(change.executionArn);
    if (change.name === EXECUTION_NAME && endedByItself(change)) tally.end(clock.now());
    look().catch(fail);
  });
  return { over, look };
}

/** Those that hold locks; of others only the record may be left to be stored. */
async function openDeployments({ deployments }: Deployer['ledger']): Promise<readonly string[]> {
  const unfinished = await deployments.unfinished();
  const entries = await Promise.all(unfinished.map((executionArn) => deployments.read(executionArn)));
  return unfinished.filter((_, i) => entries[i]?.entry.open);
}

/** In one of the deployer's own ends: nothing stopped it, and AWS did not give it up. */
function endedByItself({ status, error }: StatusChange): boolean {
  return status === 'SUCCEEDED' || (status === 'FAILED' && (ENDS as readonly (string | undefined)[]).includes(error));
}
