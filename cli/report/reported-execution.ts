import type { Reported } from '../../report/reported.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import { type AuditRecord, auditRecord } from '../../workflow/audit-record.ts';
import { parseRecord } from '../../workflow/audit-record-schema.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Screen } from '../screen.ts';

/**
 * The account of any execution of the deployer, ended or under way: from its history and the ledger. Where AWS has forgotten it, the record that the watchdog stored; where
 * the ledger cannot be read, from the history alone.
 * @throws ScenarioFault where neither knows it
 */
export async function reportedExecution(
  executionArn: string,
  { executions, ledger }: Pick<Ports, 'executions' | 'ledger'>,
  screen: Screen,
): Promise<Reported> {
  const execution = await executions.read(executionArn);
  const unread = (error: unknown): undefined => {
    const why = error instanceof Error && 'summary' in error ? error.summary : (error as Error).message;
    screen.note(`stepshift: without the ledger, which could not be read: ${why}\n`);
  };
  if (execution) {
    const known = (await ledger.deployments.read(executionArn).catch(unread))?.entry;
    const record = auditRecord(execution, await executions.history(executionArn), known);
    return { record: ofADeployer(record), machines: [] };
  }
  const stored = await ledger.records.read(executionArn).catch(unread);
  if (stored) return { record: asOfNow(stored), machines: [] };
  throw new ScenarioFault(
    `${executionArn}: found no such execution, neither on AWS (which forgets one after 90 days) nor in the ledger; expected one of the deployer, in this account and region`,
  );
}

/** @throws ScenarioFault for any other machine's execution, of which a report would be nonsense */
function ofADeployer(record: AuditRecord): AuditRecord {
  const [first] = record.states;
  if (!first || first.name === record.path[0]) return record;
  const { executionArn } = record.deployment;
  throw new ScenarioFault(
    `${executionArn}: found an execution of ${executionArn.split(':')[6]}, which begins with the state ${first.name} as no deployer does; expected one of the deployer. What was deployed to a machine: stepshift history MACHINE:ALIAS`,
  );
}

/** @throws ScenarioFault for a record that an earlier version has stored in another shape */
function asOfNow(stored: AuditRecord): AuditRecord {
  const parsed = parseRecord(stored);
  if (parsed.kind === 'valid') return parsed.value;
  throw new ScenarioFault(
    `${stored.deployment?.executionArn}: the ledger's record has another shape than this version knows`,
  );
}
