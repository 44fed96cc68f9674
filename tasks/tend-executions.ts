import { type AfterCare, begun, type TendedTarget, toBeTended } from '../workflow/after-care.ts';
import type { DeploymentDocument, Target } from '../workflow/document.ts';
import { TryAgain } from '../workflow/errors.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';
import { listsAreWhole, tend } from './tended-target.ts';

interface Input {
  readonly document: DeploymentDocument;
}

type Tending = Pick<Ports, 'candidateExecutions' | 'now'>;

/** One call of the function goes on for so long, well within its time limit; then the state machine calls it again. */
const CALL_SECONDS = 25;
const NEXT_CALL_SECONDS = 2;
/** What is waited for is looked at again after a tenth of the time that has passed, within these. */
const SHORTEST_LOOK_SECONDS = 30;
const LONGEST_LOOK_SECONDS = 1800;

/** Looks after the candidate's executions once the aliases are back. What AWS throttles is gone on with later; nothing here undoes the roll-back. */
export const handler = taskHandler(
  'TendExecutions',
  async ({ document }: Input, ports: Tending): Promise<AfterCare> => {
    const until = Date.parse(ports.now()) + CALL_SECONDS * 1000;
    const targets: TendedTarget[] = [];
    for (const target of document.targets.filter(toBeTended))
      targets.push(await goOn(tendedSoFar(target, document), document, until, ports));
    const left = targets.filter(({ stage }) => stage !== 'done');
    return {
      progress: left.length > 0 ? 'more' : 'done',
      waitSeconds: left.every(isWaiting) ? lookSeconds(document, ports.now()) : NEXT_CALL_SECONDS,
      targets,
    };
  },
);

function tendedSoFar(target: Target, { afterCare }: DeploymentDocument): TendedTarget {
  const { stateMachineArn, alias } = target;
  const earlier = afterCare?.targets.find((one) => one.stateMachineArn === stateMachineArn && one.alias === alias);
  return earlier ?? begun(target);
}

async function goOn(
  tended: TendedTarget,
  document: DeploymentDocument,
  until: number,
  ports: Tending,
): Promise<TendedTarget> {
  if (!listsAreWhole(tended, document, ports.now())) return tended;
  let current = tended;
  try {
    do current = await tend(current, document, ports);
    while (current.stage !== 'done' && !isWaiting(current) && Date.parse(ports.now()) < until);
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error; // the pages before this one are done
  }
  return current;
}

/** All of what runs was counted, and it is waited for. */
function isWaiting({ stage, nextToken }: TendedTarget): boolean {
  return stage === 'inFlight' && nextToken === undefined;
}

function lookSeconds({ targets }: DeploymentDocument, now: string): number {
  const back = targets.flatMap(({ rolledBack }) =>
    rolledBack?.kind === 'restored' ? [Date.parse(rolledBack.updatedAt)] : [],
  );
  const passed = (Date.parse(now) - Math.max(...back)) / 1000;
  return Math.min(LONGEST_LOOK_SECONDS, Math.max(SHORTEST_LOOK_SECONDS, Math.round(passed / 10)));
}
