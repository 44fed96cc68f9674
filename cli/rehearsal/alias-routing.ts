import { DescribeStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { versionNumber } from '../../workflow/arns.ts';

/** Where an alias sends its starts, in whole percents; empty for an alias that is not there. */
export async function readRouting(
  { sfn }: AwsClients,
  aliasArn: string,
): Promise<readonly { version: number; weight: number }[]> {
  try {
    const { routingConfiguration = [] } = await sfn.send(
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn }),
    );
    return routingConfiguration.map(({ stateMachineVersionArn, weight }) => ({
      version: versionNumber(stateMachineVersionArn!),
      weight: weight!,
    }));
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFound') return [];
    throw error;
  }
}
