import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { isCode, translated } from './aws-errors.ts';

export interface CandidateExecution {
  readonly executionArn: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** What lists are ordered by, the latest first: its end, or while it runs its start or redrive. ISO 8601. */
  readonly listedBy: string;
  /** The alias it was started through; absent where it was started otherwise. */
  readonly aliasArn?: string;
}

export interface CandidatePage {
  readonly executions: readonly CandidateExecution[];
  readonly nextToken?: string;
}

/** Executions of one version of a STANDARD machine, beyond the deployment itself. */
export interface CandidateExecutions {
  /** Newest first, a page at a time. */
  list(versionArn: string, status: ExecutionStatus, nextToken?: string): Promise<CandidatePage>;
  /** What it was started with, unless AWS does not tell, and the error it ended in; undefined where AWS does not know it any more. */
  read(executionArn: string): Promise<{ readonly input?: string; readonly error?: string } | undefined>;
  /** Stops it; one that has ended meanwhile is left. */
  stop(executionArn: string, error: string, cause: string): Promise<void>;
  /** Starts it once, however often it is called. */
  start(versionArn: string, name: string, input: string): Promise<void>;
}

const PAGE = 100;

export function awsCandidateExecutions(sfn: SFNClient): CandidateExecutions {
  return {
    async list(versionArn, statusFilter, nextToken) {
      const page = await translated('states:ListExecutions', versionArn, () =>
        sfn.send(new ListExecutionsCommand({ stateMachineArn: versionArn, statusFilter, maxResults: PAGE, nextToken })),
      );
      const executions = (page.executions ?? []).map((one) => ({
        executionArn: one.executionArn!,
        startedAt: one.startDate!.toISOString(),
        listedBy: (one.stopDate ?? one.redriveDate ?? one.startDate)!.toISOString(),
        ...(one.stateMachineAliasArn === undefined ? {} : { aliasArn: one.stateMachineAliasArn }),
      }));
      return { executions, ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }) };
    },

    async read(executionArn) {
      try {
        const { input, error } = await translated('states:DescribeExecution', executionArn, () =>
          sfn.send(new DescribeExecutionCommand({ executionArn })),
        );
        return { ...(input === undefined ? {} : { input }), ...(error === undefined ? {} : { error }) };
      } catch (error) {
        if (isCode(error, 'ExecutionDoesNotExist')) return undefined;
        throw error;
      }
    },

    async stop(executionArn, error, cause) {
      await translated('states:StopExecution', executionArn, () =>
        sfn.send(new StopExecutionCommand({ executionArn, error, cause })),
      );
    },

    async start(versionArn, name, input) {
      try {
        await translated('states:StartExecution', versionArn, () =>
          sfn.send(new StartExecutionCommand({ stateMachineArn: versionArn, name, input })),
        );
      } catch (error) {
        // An earlier try has started it, and it has ended already.
        if (!isCode(error, 'ExecutionAlreadyExists')) throw error;
      }
    },
  };
}
