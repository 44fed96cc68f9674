import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { type AuditRecord, auditRecord } from '../../workflow/audit-record.ts';

/**
 * The account of a deployment, as it stands: from its history and, where it did not end by itself, from the ledger.
 * @param known the history's events that were read before, from the first one on
 */
export async function readRecord(
  clients: AwsClients,
  ledger: Ledger,
  executionArn: string,
  known: readonly HistoryEvent[],
): Promise<AuditRecord> {
  const described = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const entry = (await ledger.deployments.read(executionArn))?.entry;
  const fresh = await readHistory(clients, executionArn, known.at(-1)?.id);
  return auditRecord(complete(described), [...known, ...fresh], entry);
}

/** The events after the one of this number, in order. They are read from the end: histories grow long, and news is little. */
export async function readHistory(
  { sfn }: AwsClients,
  executionArn: string,
  after = 0,
): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const input = { executionArn, reverseOrder: true };
  for await (const { events: page = [] } of paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, input)) {
    const fresh = page.filter(({ id }) => id! > after);
    events.push(...fresh);
    if (fresh.length < page.length) break;
  }
  return events.reverse();
}

/** AWS answers these of every execution; the SDK's type does not know. */
function complete({ executionArn, name, status, startDate, stopDate, error, cause }: DescribeExecutionCommandOutput) {
  return { executionArn: executionArn!, name: name!, status: status!, startDate: startDate!, stopDate, error, cause };
}
