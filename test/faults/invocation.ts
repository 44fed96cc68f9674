import type { Owner, Phase, TargetEntry } from '../../workflow/ledger.ts';
import type { Shown } from './moments.ts';

/** One run of one of the deployer's functions. */
export interface Invocation {
  readonly functionName: string;
  /** Whom it works for, as the state machine told it; absent where it was not told, and for the watchdog. */
  readonly owner?: Owner;
  /** The alias that it is about, where it is about one. */
  readonly aliasArn?: string;
  /** What it last wrote into the ledger about an alias: an alias write must follow from it. */
  announced?: Announcement;
  /** Step Functions gets no answer from it any more. */
  isLost: boolean;
  /** What it last read of each alias, by ARN. */
  readonly shown: Map<string, Shown>;
  /** Loses it. Never settles: for whoever is to wait in vain. */
  lose(): Promise<never>;
  /** Rejects when it is lost. */
  readonly lost: Promise<never>;
}

export interface Announcement {
  readonly aliasArn: string;
  readonly entry: TargetEntry;
  /** The decision of the lock's owner, as the ledger had it then. */
  readonly phase?: Phase;
  /** The first announcement is 0. */
  readonly order: number;
}

export const WATCHDOG = 'RecoverDeployment';

/** Who acts: an execution of the deployer, or the function by name. */
export function actorOf({ functionName, owner }: Invocation): string {
  return owner?.executionArn ?? functionName;
}

export function beginInvocation(functionName: string, event: unknown): Invocation {
  const { owner, target } = event as { readonly owner?: Owner; readonly target?: { readonly aliasArn?: string } };
  let reject: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  lost.catch(() => {});
  return {
    functionName,
    ...(owner ? { owner } : {}),
    ...(target?.aliasArn ? { aliasArn: target.aliasArn } : {}),
    shown: new Map(),
    isLost: false,
    lost,
    lose() {
      this.isLost = true;
      reject(Object.assign(new Error('made by a fault'), { name: 'Lambda.Unknown' }));
      return new Promise<never>(() => {});
    },
  };
}
