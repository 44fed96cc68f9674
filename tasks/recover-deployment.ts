import { auditRecord } from '../workflow/audit-record.ts';
import { type Recovery, type RecoveryPorts, recover } from './recovery.ts';
import { taskHandler } from './task-handler.ts';

/** The queue hands over events of the deployer's ends, the schedule nothing, a person an execution's ARN. */
type Input =
  | { readonly Records: readonly { readonly body: string }[] }
  | { readonly executionArn: string }
  | Readonly<Record<string, never>>;

/** What became of each execution that was looked at. */
type Output = readonly { readonly executionArn: string; readonly recovery: Recovery['kind'] }[];

const BY = 'watchdog';

/**
 * The watchdog. Catch does not run when an execution is stopped, times out or fills its history, so this completes what a deployment left: told by events, which are
 * best effort, and every few minutes by looking for locks whose holders are not running. It stores the audit record of each ended deployment.
 * @throws NotSettled and others, so that the queue delivers again: what is not proven stays locked
 */
export const handler = taskHandler('RecoverDeployment', async (input: Input, ports: RecoveryPorts): Promise<Output> => {
  const output: { executionArn: string; recovery: Recovery['kind'] }[] = [];
  const failures: unknown[] = [];
  for (const executionArn of await toLookAt(input, ports)) {
    try {
      const { kind } = await recover(executionArn, BY, ports);
      await store(executionArn, ports);
      output.push({ executionArn, recovery: kind });
    } catch (error) {
      failures.push(error); // one that cannot be completed yet must not keep the others waiting
    }
  }
  if (failures.length > 0) throw failures[0];
  return output;
});

async function toLookAt(input: Input, { ledger }: RecoveryPorts): Promise<readonly string[]> {
  if ('executionArn' in input && typeof input.executionArn === 'string') return [input.executionArn];
  if ('Records' in input && Array.isArray(input.Records))
    return input.Records.flatMap(({ body }) => endedExecution(body));
  return ledger.deployments.open();
}

/** The execution that an EventBridge event tells of. */
function endedExecution(body: string): readonly string[] {
  const { detail } = JSON.parse(body) as { readonly detail?: { readonly executionArn?: string } };
  return detail?.executionArn ? [detail.executionArn] : [];
}

/** The record outlives AWS's history. What recovery did belongs into it. */
async function store(executionArn: string, { executions, ledger }: RecoveryPorts): Promise<void> {
  const execution = await executions.read(executionArn);
  if (!execution || execution.status === 'RUNNING') return;
  const recovered = (await ledger.deployments.read(executionArn))?.entry.recovered;
  const events = await executions.history(executionArn);
  await ledger.records.write(auditRecord(execution, events, recovered));
}
