import { type HistoryEvent, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { lastDocument } from '../../workflow/audit-record.ts';
import type { DeploymentDocument } from '../../workflow/document.ts';
import type { Aws } from '../aws.ts';

const PAGE = 50;

/** The deployment's document as the last task left it; undefined before there was one. Read from the end: histories grow long. */
export async function latestDocument(
  executionArn: string,
  { sfn: client }: Pick<Aws, 'sfn'>,
): Promise<DeploymentDocument | undefined> {
  const input = { executionArn, reverseOrder: true };
  const seen: HistoryEvent[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client, pageSize: PAGE }, input)) {
    seen.unshift(...events.reverse());
    const document = lastDocument(seen);
    if (document) return document;
  }
  return undefined;
}
