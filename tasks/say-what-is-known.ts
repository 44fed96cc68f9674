import { accountOf, recoverCommand, withoutLedger } from '../workflow/account.ts';
import { causeText } from '../workflow/cause.ts';
import type { DeploymentDocument, End } from '../workflow/document.ts';
import { type CaughtError, explain } from '../workflow/errors.ts';
import type { OwnedInput } from './holder.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  /** Of a request that never became a deployment there are only the errors. */
  readonly document: Pick<DeploymentDocument, 'targets' | 'error' | 'health' | 'step' | 'promotion'> & {
    readonly accountError: CaughtError;
    readonly request?: DeploymentDocument['request'];
  };
}

/** Says how a deployment ends whose end could not be written down in the ledger: from the document alone. What may still be locked is the watchdog's. */
export const handler = taskHandler('SayWhatIsKnown', ({ document, owner: { executionArn } }: Input): End => {
  const { accountError } = document;
  if (isClosed(document)) return { name: 'CriticalError', cause: causeText(closed(accountError, executionArn)) };
  const refused = isRefused(document);
  const cause = withoutLedger(accountOf(document), accountError, executionArn);
  return {
    name: refused ? 'ValidationError' : 'CriticalError',
    cause: causeText({ ...cause, recovery: refused ? 'notNeeded' : 'pending' }),
  };
});

const REFUSALS: readonly string[] = ['ValidationError', 'NotAllowed', 'NotSettled', 'States.DataLimitExceeded'];

/** Before the first step nothing is ever shifted. A restore has no steps, and shifts once its target was looked at. */
function isRefused({ error, step, request, targets }: Input['document']): boolean {
  const mayHaveShifted = request?.road === 'restore' ? targets.some(({ candidate }) => candidate) : step !== undefined;
  return error !== undefined && REFUSALS.includes(error.Error) && !mayHaveShifted;
}

/** It may not tell anybody to move an alias that is not its own any more. */
function isClosed({ error, targets }: Input['document']): boolean {
  return [error, ...targets.map(({ failure }) => failure)].some((caught) => caught?.Error === 'DeploymentClosed');
}

function closed(accountError: CaughtError, executionArn: string) {
  return {
    reason: 'DeploymentClosed',
    summary: `This deployment may not move the alias any more, and the ledger could not be asked who may: ${explain(accountError).summary}`,
    targets: [],
    evidence: [],
    recovery: 'pending',
    repair: [recoverCommand(executionArn)],
  } as const;
}
