import { AwsError, type Wire } from '../../aws-json.ts';
import type { TaskOutcome } from '../interpreter/task-services.ts';
import type { CalledService } from './called-service.ts';
import { httpMetadata } from './http-metadata.ts';

/** The optimized integration's actions; it has these four and no patterns. */
export const DYNAMODB_ACTIONS: Readonly<Record<string, string>> = {
  getItem: 'GetItem',
  putItem: 'PutItem',
  updateItem: 'UpdateItem',
  deleteItem: 'DeleteItem',
};

/** The errors of DynamoDB's API model that operations on items and tables have; a ValidationException is none of them. */
export const MODELLED =
  /^(?:(?:ConditionalCheckFailed|ItemCollectionSizeLimitExceeded|ProvisionedThroughputExceeded|ResourceNotFound|ResourceInUse|LimitExceeded|TransactionConflict|TransactionCanceled|ReplicatedWriteConflict|DuplicateItem|Throttling)Exception|RequestLimitExceeded|InternalServerError)$/;

/** `dynamodb:ACTION`: the answer, with what is known of the HTTP exchange that brought it. Its errors are those of the SDK for Java 1. */
export async function callDynamoDb(
  service: CalledService,
  request: { readonly operation: string; readonly parameters: Wire; readonly requestId: string; readonly now: number },
): Promise<TaskOutcome> {
  const { requestId, now } = request;
  try {
    const { output, contentLength, headers } = await service.call(request.operation, request.parameters ?? {});
    const metadata = httpMetadata({
      requestId,
      now,
      contentLength,
      contentType: 'application/x-amz-json-1.0',
      headers: { Server: 'Server', 'x-amz-crc32': headers['x-amz-crc32'] ?? '0' },
    });
    return { kind: 'succeeded', output: { ...output, ...metadata } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { kind: 'failed', ...described(error, requestId) };
  }
}

function described({ name, message, statusCode }: AwsError, requestId: string) {
  const isModelled = MODELLED.test(name);
  const exception = name.endsWith('Exception') ? name : `${name}Exception`;
  const where = `(Service: AmazonDynamoDBv2; Status Code: ${statusCode}; Error Code: ${name}; Request ID: ${requestId}; Proxy: null)`;
  return { error: `DynamoDB.${isModelled ? exception : 'AmazonDynamoDBException'}`, cause: `${message} ${where}` };
}
