/** What an installed deployer is called, for those that install it and those that look for it. */

/** Its state machine, where nothing else is said. */
export const DEPLOYER_NAME = 'Stepshift';

/** The alias of its state machine that it is started through: an upgrade is shifted in by it. */
export const DEPLOYER_ALIAS = 'live';

/** The tag of its state machine that says which version of the package it is. */
export const VERSION_TAG = 'stepshift:version';

/** Its ledger's table. */
export function ledgerOf(deployerName: string): string {
  return `${deployerName.toLowerCase()}-ledger`;
}
