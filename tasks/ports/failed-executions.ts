import {
  type ExecutionListItem,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  type ListExecutionsCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { isCode, translated } from './aws-errors.ts';

/** An execution that failed or timed out. */
export interface FailedExecution {
  readonly versionArn: string;
  /** In seconds since 1970. */
  readonly startedAtSeconds: number;
  /** When it ended, in seconds since 1970. */
  readonly atSeconds: number;
}

export type FailedReading =
  | { readonly kind: 'all'; readonly executions: readonly FailedExecution[] }
  /** There are more than are read at one time. */
  | { readonly kind: 'tooMany' };

/** The failures among a STANDARD machine's executions, seconds after they happened. For EXPRESS machines AWS keeps no list. */
export interface FailedExecutions {
  /** Those that were started through this alias, were never redriven, and ended at or after `sinceSeconds`. Takes at most `FAILED_CALLS` calls. */
  since(aliasArn: string, sinceSeconds: number): Promise<FailedReading>;
}

const STATUSES = ['FAILED', 'TIMED_OUT'] as const;
const PAGES = 2;
const PAGE_SIZE = 500;
/** What one reading costs of ListExecutions' quota, which all of an account share. */
export const FAILED_CALLS = STATUSES.length * PAGES;

export function awsFailedExecutions(sfn: SFNClient): FailedExecutions {
  return {
    async since(aliasArn, sinceSeconds) {
      const lists = await Promise.all(STATUSES.map((status) => endedSince(sfn, aliasArn, status, sinceSeconds)));
      // Pages of a list that grows meanwhile may overlap.
      const found = new Map<string, FailedExecution>();
      for (const list of lists) {
        if (!list) return { kind: 'tooMany' };
        for (const item of list) {
          if (item.stateMachineAliasArn !== aliasArn || (item.redriveCount ?? 0) > 0 || !item.stateMachineVersionArn)
            continue;
          const startedAtSeconds = item.startDate!.getTime() / 1000;
          found.set(item.executionArn!, {
            versionArn: item.stateMachineVersionArn,
            startedAtSeconds,
            atSeconds: endOf(item),
          });
        }
      }
      return { kind: 'all', executions: [...found.values()] };
    },
  };
}

/** Executions that have ended are listed by their ends, latest first. Undefined where the pages were too few. */
async function endedSince(
  sfn: SFNClient,
  aliasArn: string,
  statusFilter: (typeof STATUSES)[number],
  sinceSeconds: number,
): Promise<readonly ExecutionListItem[] | undefined> {
  const items: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const command = { stateMachineArn: aliasArn, statusFilter, maxResults: PAGE_SIZE, nextToken };
    const { executions = [], ...rest } = await listed(sfn, command);
    items.push(...executions.filter((item) => endOf(item) >= sinceSeconds));
    const reached = executions.some((item) => endOf(item) < sinceSeconds);
    nextToken = rest.nextToken;
    if (reached || !nextToken) return items;
  }
  return undefined;
}

/** An alias that is gone has no executions: who moves it next finds that out. */
async function listed(
  sfn: SFNClient,
  input: ListExecutionsCommandInput,
): Promise<Pick<ListExecutionsCommandOutput, 'executions' | 'nextToken'>> {
  try {
    return await translated('states:ListExecutions', input.stateMachineArn!, () =>
      sfn.send(new ListExecutionsCommand(input)),
    );
  } catch (error) {
    if (isCode(error, 'StateMachineDoesNotExist')) return { executions: [], nextToken: undefined };
    throw error;
  }
}

function endOf({ stopDate }: ExecutionListItem): number {
  return (stopDate?.getTime() ?? 0) / 1000;
}
