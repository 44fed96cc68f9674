import { AwsError, type Wire } from '../aws-json.ts';
import type { Revision } from './state-machine.ts';

type Configurations = Pick<Revision, 'loggingConfiguration' | 'tracingConfiguration' | 'encryptionConfiguration'>;

/**
 * The configurations of a request in the form AWS describes them, defaults filled in. They are kept and shown; nothing is logged,
 * traced or encrypted.
 * @throws AwsError InvalidLoggingConfiguration, InvalidEncryptionConfiguration
 */
export function readConfigurations(input: Wire): Configurations {
  return {
    loggingConfiguration: readLogging(input.loggingConfiguration ?? {}),
    tracingConfiguration: { enabled: input.tracingConfiguration?.enabled ?? false },
    ...(input.encryptionConfiguration && { encryptionConfiguration: readEncryption(input.encryptionConfiguration) }),
  };
}

function readLogging({ level = 'OFF', includeExecutionData = false, destinations }: Wire): Wire {
  const named = (destinations ?? []).filter((destination: Wire) => destination.cloudWatchLogsLogGroup?.logGroupArn);
  if (destinations?.length > 1 || (level !== 'OFF' && named.length !== 1)) {
    const message = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    throw new AwsError('InvalidLoggingConfiguration', message);
  }
  return { level, includeExecutionData, ...(named.length > 0 && { destinations: named }) };
}

function readEncryption({ type, kmsKeyId, kmsDataKeyReusePeriodSeconds = 300 }: Wire): Wire {
  if (type === 'AWS_OWNED_KEY') {
    if (kmsKeyId === undefined) return { type };
    throw refused('kmsKeyId cannot be set when type is AWS_OWNED_KEY');
  }
  if (kmsKeyId === undefined) throw refused('kmsKeyId must be set when type is CUSTOMER_MANAGED_KMS_KEY');
  return { kmsKeyId, kmsDataKeyReusePeriodSeconds, type };
}

function refused(reason: string): AwsError {
  return new AwsError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: '${reason}'`);
}
