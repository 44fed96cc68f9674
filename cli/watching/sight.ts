import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, type HistoryEvent } from '@aws-sdk/client-sfn';
import { lastDocument } from '../../workflow/audit-record.ts';
import type { DeploymentDocument } from '../../workflow/document.ts';
import { ENDS } from '../../workflow/ends.ts';
import type { DeploymentEntry } from '../../workflow/ledger.ts';
import type { Aws } from '../aws.ts';
import { passes } from '../aws-fault.ts';
import { readHistory } from '../rehearsal/read-record.ts';
import { decisionsToTell, happening, historyTeller, secondsAfter, type Tidings } from './tidings.ts';

/** A deployment as one look at it found it. */
export interface Sight {
  /** What is new, in the order in which it happened. */
  readonly tidings: readonly Tidings[];
  /** As the last task left it; undefined before there was one. */
  readonly document: DeploymentDocument | undefined;
  /** `stopped`: it has not come to an end of its own, and is not completed yet. */
  readonly life: 'running' | 'stopped' | 'over';
  /** Whether the request has several targets. */
  readonly several: boolean;
}

/** Of the whole history at first, then of what is new. */
const FIRST_PAGE = 1000;
const PAGE = 50;

/**
 * Looks at one execution of the deployer again and again, and tells each time what is new.
 * @param unread called once where the ledger cannot be read: then decisions and recovery are not seen
 */
export function watcher(executionArn: string, aws: Aws, unread: (error: Error) => void): () => Promise<Sight> {
  const ledger = readableLedger(executionArn, aws, unread);
  let tellHistory: ReturnType<typeof historyTeller> | undefined;
  let tellEnd: ReturnType<typeof endTeller> | undefined;
  let seen = 0;
  let decisions = 0;
  let document: DeploymentDocument | undefined;
  let several = false;
  return async () => {
    const execution = await aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
    // After the status: whatever it tells of is in the history by then.
    const fresh = await readHistory(aws, executionArn, seen, seen === 0 ? FIRST_PAGE : PAGE);
    const entry = await ledger.read();
    const began = execution.startDate!;
    tellHistory ??= historyTeller(began);
    tellEnd ??= endTeller();
    const decided = decisionsToTell(entry?.decisions ?? [], decisions, began);
    const tidings = [...tellHistory(fresh), ...decided, ...tellEnd(execution, entry)];
    seen = fresh.at(-1)?.id ?? seen;
    decisions = entry?.decisions?.length ?? decisions;
    document = lastDocument(fresh) ?? document;
    several ||= hasSeveralTargets(fresh);
    return {
      tidings: tidings.sort((a, b) => a.atSeconds - b.atSeconds),
      document,
      life: lifeOf(execution, entry, ledger.isReadable()),
      several,
    };
  };
}

function readableLedger(executionArn: string, { ports }: Aws, unread: (error: Error) => void) {
  let readable = true;
  return {
    isReadable: () => readable,
    async read(): Promise<DeploymentEntry | undefined> {
      if (!readable) return undefined;
      try {
        return (await ports.ledger.deployments.read(executionArn))?.entry;
      } catch (error) {
        if (passes(error)) throw error;
        readable = false;
        unread(error as Error);
        return undefined;
      }
    },
  };
}

type Execution = Pick<DescribeExecutionCommandOutput, 'status' | 'error' | 'startDate' | 'stopDate'>;

/** Nothing is left to do for a deployment that the ledger does not know as an open one. */
function lifeOf(execution: Execution, entry: DeploymentEntry | undefined, ledgerIsReadable: boolean): Sight['life'] {
  if (execution.status === 'RUNNING') return 'running';
  return endedByItself(execution) || !ledgerIsReadable || !entry?.open ? 'over' : 'stopped';
}

function endedByItself({ status, error }: Execution): boolean {
  return status === 'SUCCEEDED' || (status === 'FAILED' && (ENDS as readonly (string | undefined)[]).includes(error));
}

/** Tells once that a deployment was cut short, and once how it was completed. */
function endTeller() {
  const told = new Set<string>();
  const once = (key: string, tidings: Tidings): readonly Tidings[] => {
    if (told.has(key)) return [];
    told.add(key);
    return [tidings];
  };
  return (execution: Execution, entry: DeploymentEntry | undefined): readonly Tidings[] => {
    const { status, startDate, stopDate } = execution;
    if (status === 'RUNNING' || endedByItself(execution)) return [];
    const stopped = happening(secondsAfter(startDate!, stopDate ?? startDate!), stopInWords(status!, entry));
    const { recovered } = entry ?? {};
    if (!recovered) return once('stopped', stopped);
    const who = recovered.by === 'watchdog' ? 'the watchdog' : recovered.by;
    const at = secondsAfter(startDate!, new Date(recovered.at));
    return [
      ...once('stopped', stopped),
      ...once(recovered.at, happening(at, `completed by ${who}: ${recovered.outcome}`)),
    ];
  };
}

const STOPPED: Readonly<Record<string, string>> = {
  ABORTED: 'was stopped',
  TIMED_OUT: 'took longer than it may',
  FAILED: 'broke down',
};

function stopInWords(status: string, entry: DeploymentEntry | undefined): string {
  const waits = entry?.open ? ': waiting for the watchdog to complete it' : '';
  return `the deployment ${STOPPED[status] ?? status}${waits}`;
}

function hasSeveralTargets(events: readonly HistoryEvent[]): boolean {
  const input = events[0]?.executionStartedEventDetails?.input;
  if (input === undefined) return false;
  const { targets } = (JSON.parse(input) ?? {}) as { readonly targets?: unknown };
  return Array.isArray(targets) && targets.length > 1;
}
