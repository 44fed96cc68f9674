import { withoutLedger } from '../workflow/account.ts';
import { versionNumber } from '../workflow/arns.ts';
import { causeText, standingOf } from '../workflow/cause.ts';
import type { DeploymentDocument, End, Target } from '../workflow/document.ts';
import type { Account } from '../workflow/ends.ts';
import { type CaughtError, explain, NotAllowed } from '../workflow/errors.ts';
import type { Owner } from '../workflow/ledger.ts';
import type { OwnedInput } from './holder.ts';
import { letGo } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  /** Of a request that never became a deployment there is only the error. */
  readonly document: Pick<DeploymentDocument, 'targets'> & { readonly error: CaughtError };
}

/** Lets go of what is held, and says why the request cannot be carried out. No alias was changed; a version that was published stays, and is named. */
export const handler = taskHandler(
  'RefuseDeployment',
  async ({ document, owner }: Input, ports: Pick<Ports, 'ledger' | 'now'>): Promise<End> => {
    const { targets, error } = document;
    const accountError = await letGoIfAllowed(owner, ports);
    const { reason, summary, repair } = explained(error);
    const published = targets.flatMap(publishedInWords);
    const account: Account = {
      reason,
      summary: [summary, ...published].join(' '),
      targets: targets.map(standingOf),
      evidence: [],
      recovery: 'notNeeded',
      repair,
    };
    const cause = accountError ? withoutLedger(account, accountError, owner.executionArn) : account;
    return { name: 'ValidationError', cause: causeText(cause) };
  },
);

/** Who may not write the ledger can refuse all the same: what an earlier try may have locked stands in the ledger, for the watchdog. Answers what forbade it. */
async function letGoIfAllowed(owner: Owner, ports: Pick<Ports, 'ledger' | 'now'>): Promise<CaughtError | undefined> {
  try {
    await letGo(owner, 'ValidationError', () => 'release', ports);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    return { Error: error.name, Cause: error.message };
  }
}

function explained(error: CaughtError) {
  if (error.Error !== 'States.DataLimitExceeded') return explain(error);
  return {
    reason: 'InvalidRequest',
    summary: 'request: found more than Step Functions passes from state to state, expected well below 256 KiB.',
    repair: [],
  };
}

function publishedInWords({ candidate, stateMachineArn, requestedVersionArn }: Target): readonly string[] {
  if (!candidate || requestedVersionArn !== undefined) return [];
  return [`Version ${versionNumber(candidate.versionArn)} of ${stateMachineArn} is published and stays.`];
}
