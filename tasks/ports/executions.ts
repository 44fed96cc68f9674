import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionDescription, HistoryEvent } from '../../workflow/audit-record.ts';
import { isCode, translated } from './aws-errors.ts';

export interface DeployerExecution extends ExecutionDescription {
  readonly redriveCount: number;
}

/** Executions of the deployer itself. */
export interface Executions {
  /** Undefined where AWS does not know it, or not any more. */
  read(executionArn: string): Promise<DeployerExecution | undefined>;
  history(executionArn: string): Promise<readonly HistoryEvent[]>;
  /** Stops it, if it is still running. */
  stop(executionArn: string, why: string): Promise<void>;
}

export function awsExecutions(sfn: SFNClient): Executions {
  return {
    async read(executionArn) {
      try {
        const { name, status, startDate, stopDate, error, cause, redriveCount } = await translated(
          'states:DescribeExecution',
          executionArn,
          () => sfn.send(new DescribeExecutionCommand({ executionArn })),
        );
        return {
          executionArn,
          name: name!,
          status: status!,
          startDate: startDate!,
          stopDate,
          error,
          cause,
          redriveCount: redriveCount ?? 0,
        };
      } catch (error) {
        if (isCode(error, 'ExecutionDoesNotExist')) return undefined;
        throw error;
      }
    },

    async history(executionArn) {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await translated('states:GetExecutionHistory', executionArn, () =>
          sfn.send(
            new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, includeExecutionData: true, nextToken }),
          ),
        );
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken);
      return events;
    },

    async stop(executionArn, why) {
      await translated('states:StopExecution', executionArn, () =>
        sfn.send(new StopExecutionCommand({ executionArn, error: 'StoppedByRestore', cause: why })),
      );
    },
  };
}
