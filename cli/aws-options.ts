import { userInfo } from 'node:os';
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

/** The ledger's table, where nothing else is said. */
export const LEDGER_NAME = 'stepshift-ledger';

/** Who is at the keyboard, for the record. */
export function personOf({ by }: Arguments['values']): string {
  return String(by ?? process.env.STEPSHIFT_ACTOR ?? userInfo().username);
}
