import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { NotSettled } from '../../workflow/errors.ts';
import { isCode, translated } from './aws-errors.ts';

/** CloudWatch has counted by then what was started. */
export const STARTS_VISIBLE_SECONDS = 180;

/** Whether executions were started through an alias. */
export interface Starts {
  /**
   * Has anything been started through this alias since then? AWS's list of executions may be a minute behind. For EXPRESS machines AWS keeps none: CloudWatch's
   * count answers, best effort and late, so `no` means: not until `STARTS_VISIBLE_SECONDS` ago.
   * @throws NotSettled when AWS does not know the alias (yet, or any more)
   */
  any(
    target: { readonly stateMachineArn: string; readonly alias: string; readonly type: 'STANDARD' | 'EXPRESS' },
    since: string,
    now: string,
  ): Promise<boolean>;
}

export function awsStarts(sfn: SFNClient, cloudwatch: CloudWatchClient): Starts {
  return {
    async any({ stateMachineArn, alias, type }, since, now) {
      if (type === 'EXPRESS') return countedByCloudWatch(cloudwatch, stateMachineArn, alias, since, now);
      const aliasArn = `${stateMachineArn}:${alias}`;
      return listed(sfn, aliasArn, since);
    },
  };
}

/** The list has executions of a former alias of that name, too; an execution is listed before those that started earlier or, once it has ended, that ended earlier. */
async function listed(sfn: SFNClient, aliasArn: string, since: string): Promise<boolean> {
  try {
    const { executions = [] } = await translated('states:ListExecutions', aliasArn, () =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn: aliasArn, maxResults: 100 })),
    );
    return executions.some(({ startDate }) => startDate!.getTime() >= Date.parse(since));
  } catch (error) {
    if (!isCode(error, 'StateMachineDoesNotExist')) throw error;
    throw new NotSettled({ reason: 'NotSettled', summary: `states:ListExecutions: AWS does not know ${aliasArn}.` });
  }
}

/** ExecutionsStarted is emitted twice per execution (1, then 0): only its Sum counts starts. */
async function countedByCloudWatch(
  cloudwatch: CloudWatchClient,
  stateMachineArn: string,
  alias: string,
  since: string,
  now: string,
): Promise<boolean> {
  const Dimensions = [
    { Name: 'StateMachineArn', Value: stateMachineArn },
    { Name: 'Alias', Value: alias },
  ];
  const { MetricDataResults } = await translated('cloudwatch:GetMetricData', 'AWS/States', () =>
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: wholeMinute(since, 0),
        EndTime: wholeMinute(now, 1),
        MetricDataQueries: [
          {
            Id: 'starts',
            MetricStat: {
              Metric: { Namespace: 'AWS/States', MetricName: 'ExecutionsStarted', Dimensions },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    ),
  );
  return (MetricDataResults?.[0]?.Values ?? []).some((count) => count > 0);
}

function wholeMinute(time: string, later: number): Date {
  return new Date((Math.floor(Date.parse(time) / 60_000) + later) * 60_000);
}
