import type { Hold, Owner } from '../workflow/ledger.ts';

/** The execution, in the life it is in, as the state machine tells a task that changes something. */
export interface OwnedInput {
  readonly owner: Owner;
}

/** A deployment under way may move what it has locked. */
export function deploying({ owner }: OwnedInput): Hold {
  return { owner, recovering: false };
}
