import {
  type AfterCare,
  begun,
  givenUp,
  MAXIMUM_CALLS,
  type TendedTarget,
  toBeTended,
} from '../workflow/after-care.ts';
import type { DeploymentDocument, Target } from '../workflow/document.ts';
import { TryAgain } from '../workflow/errors.ts';
import { secondsBetween } from '../workflow/pace.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';
import { isEarly, tending } from './tended-target.ts';

interface Input {
  readonly document: DeploymentDocument;
}

type Tending = Pick<Ports, 'candidateExecutions' | 'now'>;

/** One call of the function goes on for so long, well within its time limit; then the state machine calls it again … */
const CALL_SECONDS = 25;
/** … at once, … */
const NEXT_CALL_SECONDS = 2;
/** … or, where AWS is too busy, when the buckets of DescribeExecution and ListExecutions have filled again (300 tokens at 15 a second, 200 at 5). */
const BUSY_SECONDS = 20;

/** Looks after the candidate's executions once the aliases are back. What AWS throttles is gone on with later; nothing here undoes the roll-back. */
export const handler = taskHandler(
  'TendExecutions',
  async ({ document }: Input, ports: Tending): Promise<AfterCare> => {
    const { request, targets, afterCare } = document;
    const calls = (afterCare?.calls ?? 0) + 1;
    const until = Date.parse(ports.now()) + CALL_SECONDS * 1000;
    const looks: Look[] = [];
    for (const target of targets.filter((one) => toBeTended(one, request)))
      looks.push(await goOn(tendedSoFar(target, document), document, until, ports));
    const tended = looks.map((look) => (calls < MAXIMUM_CALLS ? look.tended : givenUp(look.tended)));
    const left = looks.filter((_, i) => tended[i]!.stage !== 'done');
    return {
      progress: left.length > 0 ? 'more' : 'done',
      waitSeconds: left.length > 0 ? Math.min(...left.map(({ waitSeconds }) => waitSeconds)) : 0,
      calls,
      targets: tended,
    };
  },
);

function tendedSoFar(target: Target, { afterCare, request }: DeploymentDocument): TendedTarget {
  const { stateMachineArn, alias } = target;
  const earlier = afterCare?.targets.find((one) => one.stateMachineArn === stateMachineArn && one.alias === alias);
  return earlier ?? begun(target, request);
}

interface Look {
  readonly tended: TendedTarget;
  /** Until it can go on. */
  readonly waitSeconds: number;
}

async function goOn(tended: TendedTarget, document: DeploymentDocument, until: number, ports: Tending): Promise<Look> {
  let current = tended;
  try {
    for await (current of tending(tended, document, ports)) if (Date.parse(ports.now()) >= until) break;
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    return { tended: current, waitSeconds: BUSY_SECONDS };
  }
  const now = ports.now();
  return {
    tended: current,
    waitSeconds: isEarly(current, now) ? secondsBetween(now, current.notBefore!) : NEXT_CALL_SECONDS,
  };
}
