import { AwsError, type Wire } from '../../aws-json.ts';
import type { TaskOutcome } from '../interpreter/task-services.ts';
import { instantMillis, parseTimestamp } from '../interpreter/timestamp.ts';
import type { CalledService } from './called-service.ts';
import { MODELLED as DYNAMODB_ERRORS } from './dynamodb-tasks.ts';
import { exceptionCause, exceptionName } from './exception-names.ts';

/** A service that speaks in capitals by itself, so that only its times look otherwise in a Task state. */
export interface SdkService {
  /** As error names have it. */
  readonly name: 'CloudWatch' | 'DynamoDb';
  /** Whether its API model has that error. */
  isModelled(error: string): boolean;
}

const CLOUDWATCH_ERRORS =
  /^(?:(?:ResourceNotFound|InvalidParameterValue|InvalidParameterCombination|MissingRequiredParameter|LimitExceeded|ConcurrentModification|Conflict|Validation)Exception|ResourceNotFound|ResourceConflict|LimitExceededFault|InvalidFormatFault|InternalServiceFault|InvalidNextToken)$/;

/** By the name that follows `aws-sdk:` in a Resource. */
export const sdkServices: Readonly<Record<'cloudwatch' | 'dynamodb', SdkService>> = {
  cloudwatch: { name: 'CloudWatch', isModelled: (error) => CLOUDWATCH_ERRORS.test(error) },
  dynamodb: { name: 'DynamoDb', isModelled: (error) => DYNAMODB_ERRORS.test(error) },
};

/** `aws-sdk:cloudwatch:ACTION` and `aws-sdk:dynamodb:ACTION`. */
export async function callSdk(
  { name, isModelled }: SdkService,
  service: CalledService,
  request: { readonly operation: string; readonly parameters: Wire; readonly requestId: string },
): Promise<TaskOutcome> {
  try {
    const { output } = await service.call(request.operation, mapTimes(request.parameters ?? {}, toSeconds));
    return { kind: 'succeeded', output: mapTimes(output, toText) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const cause = exceptionCause(error, name, request.requestId);
    return { kind: 'failed', error: exceptionName(error.name, name, isModelled(error.name)), cause };
  }
}

/** What members with a time in them are called, in the models of both services. */
const TIME = /(?:Date|Time|Timestamps?)$/;

function mapTimes(value: Wire, map: (time: Wire) => Wire): Wire {
  if (Array.isArray(value)) return value.map((item) => mapTimes(item, map));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!TIME.test(name)) return [name, mapTimes(member, map)];
      return [name, Array.isArray(member) ? member.map(map) : map(member)];
    }),
  );
}

function toSeconds(time: Wire): Wire {
  const instant = typeof time === 'string' ? parseTimestamp(time) : undefined;
  return instant ? instantMillis(instant) / 1000 : time;
}

function toText(time: Wire): Wire {
  return typeof time === 'number' ? new Date(time * 1000).toISOString() : time;
}
