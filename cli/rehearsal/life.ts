import type { Timer } from '../../local/clock.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import { ENDS } from '../../workflow/ends.ts';
import type { Deployer } from './deployer.ts';
import type { World } from './world.ts';

/** The deployment's execution is called so in every rehearsal. */
export const EXECUTION_NAME = 'rehearsal';

/** How long the watchdog is given to complete what a deployment left. */
const WATCHDOG_PATIENCE_SECONDS = 3600;

/** A deployment's time: from the start of its execution until nothing of it is left to happen. */
export interface Life {
  /** Resolves when the execution has ended, no event is left, and the ledger holds no open deployment (or holds one still after an hour). */
  readonly over: Promise<void>;
  /** Looks whether it is over: to be called whenever something has happened. */
  look(): Promise<void>;
}

/** Follows the deployment that is about to be started. Executions are counted while it runs and, where it did not end by itself, until it is recovered. */
export function followLife(
  { aws: { clock }, tally, listen, fail }: World,
  { stateMachineArn, ledger }: Deployer,
  eventsLeft: () => number,
): Life {
  let running = true; // as good as: it is about to be started
  let deadline: Timer | undefined;
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const look = async (): Promise<void> => {
    if (running) return;
    const release = clock.hold();
    const open = await ledger.deployments.open().finally(release);
    if (running) return; // it was redriven meanwhile
    if (open.length === 0) tally.end(clock.now());
    if (eventsLeft() > 0) return;
    if (open.length > 0) {
      deadline ??= clock.schedule(clock.now() + WATCHDOG_PATIENCE_SECONDS * 1000, end);
      return;
    }
    deadline?.cancel();
    end();
  };
  listen((change) => {
    if (change.stateMachineArn !== stateMachineArn) return;
    if (change.name === EXECUTION_NAME) {
      running = change.status === 'RUNNING';
      if (running) {
        deadline?.cancel();
        deadline = undefined;
        tally.begin(clock.now());
      } else if (endedByItself(change)) {
        tally.end(clock.now());
      }
    }
    look().catch(fail);
  });
  return { over, look };
}

/** In one of the deployer's own ends: nothing stopped it, and AWS did not give it up. */
function endedByItself({ status, error }: StatusChange): boolean {
  return status === 'SUCCEEDED' || (status === 'FAILED' && (ENDS as readonly (string | undefined)[]).includes(error));
}
