import { auditRecord, type HistoryEvent } from '../workflow/audit-record.ts';
import { NotSettled } from '../workflow/errors.ts';
import { isUnfinished } from '../workflow/ledger.ts';
import { OVERDUE_SECONDS, WATCHDOG_SECONDS } from '../workflow/limits.ts';
import { secondsBetween } from '../workflow/pace.ts';
import { writeDeployment } from './locks.ts';
import type { DeployerExecution } from './ports/executions.ts';
import { type Recovery, type RecoveryPorts, recover } from './recovery.ts';
import { taskHandler } from './task-handler.ts';

/** The queue hands over events of the deployer's ends, the schedule nothing, a person an execution's ARN and who they are. */
type Input =
  | { readonly Records: readonly { readonly body: string }[] }
  | { readonly executionArn: string; readonly by?: string }
  | Readonly<Record<string, never>>;

/** What became of each execution that was looked at. */
type Output = readonly Looked[];

interface Looked {
  readonly executionArn: string;
  readonly recovery: Recovery['kind'];
  /** It runs so much longer than it was planned to. An alarm looks for this name in the log. */
  readonly overdueSeconds?: number;
}

/** An execution to look at; `endedLife`: the life of it that is said to have ended. */
interface Lookup {
  readonly executionArn: string;
  readonly endedLife?: number;
}

const WATCHDOG = 'watchdog';

/**
 * The watchdog. Catch does not run when an execution is stopped, times out or fills its history, so this completes what a deployment left: told by events, which are
 * best effort, and every few minutes by looking for deployments that hold locks, or whose audit record is not stored yet. `recorded` says that it is.
 * @throws NotSettled and others, so that the queue delivers again: what is not proven stays locked
 */
export const handler = taskHandler('RecoverDeployment', async (input: Input, ports: RecoveryPorts): Promise<Output> => {
  const output: Looked[] = [];
  const failures: unknown[] = [];
  const by = ('executionArn' in input && input.by) || WATCHDOG;
  for (const lookup of await toLookAt(input, ports)) {
    const { executionArn, endedLife } = lookup;
    try {
      const recovery = await recover(executionArn, by, ports);
      // What runs has no record yet; only of an end that was told is it a contradiction.
      if (recovery.kind !== 'running' || endedLife !== undefined) await storeRecord(lookup, ports);
      output.push({ executionArn, recovery: recovery.kind, ...overdue(recovery, ports.now()) });
    } catch (error) {
      failures.push(error); // one that cannot be completed yet must not keep the others waiting
    }
  }
  if (failures.length > 0) throw failures[0];
  return output;
});

function overdue(recovery: Recovery, now: string): Pick<Looked, 'overdueSeconds'> {
  if (recovery.kind !== 'running' || recovery.dueAt === undefined) return {};
  const overdueSeconds = secondsBetween(recovery.dueAt, now);
  return overdueSeconds > OVERDUE_SECONDS ? { overdueSeconds } : {};
}

async function toLookAt(input: Input, { ledger, now }: RecoveryPorts): Promise<readonly Lookup[]> {
  if ('executionArn' in input && typeof input.executionArn === 'string') return [{ executionArn: input.executionArn }];
  if ('Records' in input && Array.isArray(input.Records))
    return input.Records.flatMap(({ body }) => endedExecution(body));
  const unfinished = (await ledger.deployments.unfinished()).map((executionArn) => ({ executionArn }));
  // Another one is the first each time: where there are more than one run has time for, all have their turn.
  const first = Math.floor(Date.parse(now()) / (WATCHDOG_SECONDS * 1000)) % (unfinished.length || 1);
  return [...unfinished.slice(first), ...unfinished.slice(0, first)];
}

/** The execution that an EventBridge event tells of. */
function endedExecution(body: string): readonly Lookup[] {
  const { detail } = JSON.parse(body) as { readonly detail?: { executionArn?: string; redriveCount?: number } };
  return detail?.executionArn ? [{ executionArn: detail.executionArn, endedLife: detail.redriveCount ?? 0 }] : [];
}

/** AWS forgets an execution 90 days after its end, and at once when the deployer is deleted: of one that it has not known for so long there will be no record. */
const FORGOTTEN_SECONDS = 86_400;

/** The record outlives AWS's history. What recovery did belongs into it. */
async function storeRecord({ executionArn, endedLife }: Lookup, ports: RecoveryPorts): Promise<void> {
  const { executions, ledger, now } = ports;
  const stored = await ledger.deployments.read(executionArn);
  const execution = await executions.read(executionArn);
  if (execution && execution.redriveCount < (endedLife ?? 0))
    throw new NotSettled({ reason: 'NotSettled', summary: `AWS still answers an earlier life of ${executionArn}.` });
  if (execution?.status === 'RUNNING') return requireAlive(execution, endedLife);
  if (execution)
    await ledger.records.write(auditRecord(execution, await wholeHistory(executionArn, ports), stored?.entry));
  if (!stored || stored.entry.open || !isUnfinished(stored.entry)) return;
  const forgotten = Date.parse(now()) - Date.parse(stored.entry.startedAt) > FORGOTTEN_SECONDS * 1000;
  const recorded = execution?.redriveCount ?? stored.entry.life;
  if (execution || forgotten) await writeDeployment({ ...stored.entry, recorded }, stored.revision, ports);
}

/** @throws NotSettled while AWS does not answer the last event yet */
async function wholeHistory(executionArn: string, { executions }: RecoveryPorts): Promise<readonly HistoryEvent[]> {
  const events = await executions.history(executionArn);
  if (/^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(events.at(-1)?.type ?? '')) return events;
  throw new NotSettled({
    reason: 'NotSettled',
    summary: `AWS does not answer the whole history of ${executionArn} yet.`,
  });
}

/** @throws NotSettled when AWS still answers that an execution runs which has ended */
function requireAlive({ executionArn, redriveCount }: DeployerExecution, endedLife: number | undefined): void {
  if (endedLife === undefined || redriveCount > endedLife) return;
  throw new NotSettled({ reason: 'NotSettled', summary: `AWS still answers that ${executionArn} is running.` });
}
