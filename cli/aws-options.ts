import { userInfo } from 'node:os';
import { EXECUTION_ARN } from '../workflow/arns.ts';
import type { Arguments } from './command.ts';

/** What every command that speaks to AWS takes; the SDK's own environment variables and files say the rest. */
export const AWS_OPTIONS = {
  region: { type: 'string' },
  profile: { type: 'string' },
  'endpoint-url': { type: 'string' },
} as const;

/** Their lines in a command's help. */
export const AWS_OPTIONS_HELP = `  --region NAME       as AWS_REGION
  --profile NAME      as AWS_PROFILE
  --endpoint-url URL  as AWS_ENDPOINT_URL: another AWS, such as stepshift local's`;

/** What the deployer's state machine is called, where nothing else is said; no machine of a scenario may be called so. */
export const DEPLOYER_NAME = 'Stepshift';

/** The ledger's table, where nothing else is said. */
export const LEDGER_NAME = ledgerOf(DEPLOYER_NAME);

/** The tag of the deployer's state machine that says which version of the package it is. */
export const VERSION_TAG = 'stepshift:version';

/** What every command that speaks to the deployer takes. */
export const DEPLOYER_OPTIONS = { ...AWS_OPTIONS, deployer: { type: 'string' }, ledger: { type: 'string' } } as const;

/** Their lines in a command's help. */
export const DEPLOYER_OPTIONS_HELP = `  --deployer NAME     the deployer's state machine, by name or ARN (default: as
                      STEPSHIFT_DEPLOYER, or ${DEPLOYER_NAME})
  --ledger TABLE      the ledger's table (default: as STEPSHIFT_LEDGER, or the deployer's
                      name in small letters and -ledger: ${LEDGER_NAME}; an
                      execution's ARN names its deployer)
${AWS_OPTIONS_HELP}`;

/** The deployer's state machine as it was named: by name or by ARN. */
export function deployerOf({ deployer }: Arguments['values']): string {
  return String(deployer ?? process.env.STEPSHIFT_DEPLOYER ?? DEPLOYER_NAME);
}

/**
 * The ledger's table: an installation calls it after its deployer.
 * @param near an ARN of what the command is about: an execution's names its deployer
 */
export function ledgerNameOf(values: Arguments['values'], near = ''): string {
  const { deployer, ledger } = values;
  const named =
    deployer === undefined && EXECUTION_ARN.test(near) ? near.split(':')[6]! : deployerOf(values).split(':').at(-1)!;
  return String(ledger ?? process.env.STEPSHIFT_LEDGER ?? ledgerOf(named));
}

function ledgerOf(deployerName: string): string {
  return `${deployerName.toLowerCase()}-ledger`;
}

/** Who is at the keyboard, for the record. */
export function personOf({ by }: Arguments['values']): string {
  return String(by ?? process.env.STEPSHIFT_ACTOR ?? userInfo().username);
}
