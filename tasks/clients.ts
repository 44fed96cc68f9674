import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CALL_TIMEOUT_SECONDS } from '../workflow/limits.ts';
import type { AwsClients } from './ports/ports.ts';

/**
 * The SDK's clients as a function in Lambda uses them: opened once per container, each call with a time limit well below the function's own.
 * They try nothing twice: the state machine does, which waits without costing anything, and the ledger knows how often an alias was
 * written, which it would not of a try of theirs that takes effect late.
 */
export function lambdaClients(): AwsClients {
  const options = {
    maxAttempts: 1,
    requestHandler: {
      requestTimeout: CALL_TIMEOUT_SECONDS * 1000,
      connectionTimeout: 2000,
      throwOnRequestTimeout: true,
    },
  };
  return {
    sfn: new SFNClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
  };
}
