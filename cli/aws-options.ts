import { userInfo } from 'node:os';
import { EXECUTION_ARN } from '../workflow/arns.ts';
import { DEPLOYER_ALIAS, DEPLOYER_NAME, ledgerOf } from '../workflow/installation.ts';
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

const ITS_ALIAS = new RegExp(`^(arn:.*:stateMachine:[^:]+):${DEPLOYER_ALIAS}$`);

/** The ledger's table, where nothing else is said. */
export const LEDGER_NAME = ledgerOf(DEPLOYER_NAME);

/** What every command that speaks to the deployer takes. */
export const DEPLOYER_OPTIONS = { ...AWS_OPTIONS, deployer: { type: 'string' }, ledger: { type: 'string' } } as const;

/** Their lines in a command's help. */
export const DEPLOYER_OPTIONS_HELP = `  --deployer NAME     the deployer's state machine, by name or ARN (default: the one that
                      a given execution is of, or as STEPSHIFT_DEPLOYER, or ${DEPLOYER_NAME})
  --ledger TABLE      the ledger's table (default: as STEPSHIFT_LEDGER, or the deployer's
                      name in small letters and -ledger: ${LEDGER_NAME})
${AWS_OPTIONS_HELP}`;

/**
 * The deployer's state machine as it was named: by name or by ARN. The ARN of its alias, which its stack puts out, names it, too: whoever starts it does so through the alias.
 * @param about what the command is about: the ARN of an execution names its deployer, which need not be the usual one
 */
export function deployerOf({ deployer }: Arguments['values'], about = ''): string {
  const its = EXECUTION_ARN.test(about) ? about.split(':').at(-2) : undefined;
  const named = String(deployer ?? its ?? process.env.STEPSHIFT_DEPLOYER ?? DEPLOYER_NAME);
  return ITS_ALIAS.exec(named)?.[1] ?? named;
}

/** The ledger's table: an installation calls it after its deployer. */
export function ledgerNameOf(values: Arguments['values'], about?: string): string {
  const { ledger } = values;
  return String(ledger ?? process.env.STEPSHIFT_LEDGER ?? ledgerOf(deployerOf(values, about).split(':').at(-1)!));
}

/** Who is at the keyboard, for the record. */
export function personOf({ by }: Arguments['values'], user: () => { readonly username: string } = userInfo): string {
  const named = by ?? process.env.STEPSHIFT_ACTOR;
  if (named !== undefined) return String(named);
  try {
    return user().username;
  } catch {
    // A pipeline's container may run as a number that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
