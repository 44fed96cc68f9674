import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { Aws } from '../aws.ts';
import { readRecord } from '../rehearsal/read-record.ts';

/** The account of a deployment from its history; without the ledger, as far as AWS knows. */
export async function recordOf(executionArn: string, aws: Aws): Promise<AuditRecord> {
  const { deployments } = aws.ports.ledger;
  const forgiving = { ...deployments, read: (arn: string) => deployments.read(arn).catch(() => undefined) };
  return readRecord(aws, { ...aws.ports.ledger, deployments: forgiving }, executionArn);
}

/** The account that the ledger keeps; while there is none, from the history. Undefined where AWS has forgotten that. */
export async function storedRecord(executionArn: string, aws: Aws): Promise<AuditRecord | undefined> {
  const stored = await aws.ports.ledger.records.read(executionArn);
  if (stored) return stored;
  try {
    return await recordOf(executionArn, aws);
  } catch (error) {
    if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
