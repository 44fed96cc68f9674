import { EXIT } from './exit-codes.ts';
import { Fault, NoAnswer } from './fault.ts';

/** One call of an AWS API, as it was made. */
interface AwsCall {
  /** As IAM knows it, such as `states:StartExecution`. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Where it went, if that is not AWS's own. */
  readonly endpoint: string | undefined;
}

const REFUSING = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'NotAuthorized']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']);
const UNKNOWN_IDENTITY = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
]);

/**
 * What kept a call from being answered as it was meant, in a sentence that says what to do: no credentials, no permission, no region, no connection. Undefined for what
 * is an answer of AWS's, for the caller to understand.
 */
export function faultOfCall(error: unknown, call: AwsCall): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  const options = { cause: error };
  if (REFUSING.has(error.name)) return new Fault(EXIT.fault, refusal(error, call), options);
  if (EXPIRED.has(error.name) || /token.*expired|expired.*token|session has expired/i.test(error.message))
    return new Fault(EXIT.fault, `Your AWS credentials have expired: ${SIGN_IN}`, options);
  if (UNKNOWN_IDENTITY.has(error.name))
    return new Fault(EXIT.fault, `AWS does not know these credentials (${said(error)}): ${SIGN_IN}`, options);
  if (error.name === 'CredentialsProviderError' || /could not load credentials/i.test(error.message))
    return new Fault(EXIT.fault, `No AWS credentials were found (${said(error)}): ${SIGN_IN}`, options);
  if (/region is missing/i.test(error.message))
    return new Fault(EXIT.usage, 'No region is named: give --region, or set AWS_REGION.', options);
  if (error.name === 'ResourceNotFoundException' && call.action.startsWith('dynamodb:'))
    return new Fault(EXIT.fault, noLedger(call), options);
  if (call.endpoint !== undefined && isNoAnswerOfAws(error))
    return new Fault(
      EXIT.fault,
      `What answers at ${call.endpoint} is no AWS: mend --endpoint-url or AWS_ENDPOINT_URL.`,
      options,
    );
  const connection = connectionCode(error);
  return connection ? new NoAnswer(EXIT.fault, noAnswer(connection, call), options) : undefined;
}

const SIGN_IN = 'sign in (aws sso login, aws configure), or name a profile that has some by --profile or AWS_PROFILE.';

function noLedger({ input }: AwsCall): string {
  return `There is no table ${resourceOf(input)} here: name the deployer's ledger by --ledger, or install the deployer (${INSTALLING}).`;
}

/** Where it stands how the deployer comes to be there. */
export const INSTALLING = 'on local AWS: stepshift local --with-deployer; on AWS: docs/getting-started.md';

/** AWS's own words name who, what and on what; where they do not, the call does. */
function refusal({ message }: Error, { action, input }: AwsCall): string {
  const [, who, what, on, because] =
    /^User: (\S+) is not authorized to perform: (\S+) on resource: (\S+)(?: (because .*))?$/s.exec(message) ?? [];
  const resource = on ?? resourceOf(input);
  const why = because ?? (who ? '' : message);
  return `${who ?? 'You'} may not ${what ?? action} on ${resource}${why ? ` (${oneLine(why)})` : ''}: have that action allowed on that resource.`;
}

function resourceOf({ executionArn, stateMachineArn, stateMachineAliasArn, TableName }: AwsCall['input']): string {
  return String(executionArn ?? stateMachineAliasArn ?? stateMachineArn ?? TableName ?? '*');
}

function noAnswer(code: string, { endpoint }: AwsCall): string {
  if (endpoint === undefined) return `AWS does not answer (${code}): is this computer connected?`;
  return `Nothing answers at ${endpoint} (${code}): start stepshift local there, or mend --endpoint-url or AWS_ENDPOINT_URL.`;
}

/** Of an error, or of what it was caused by: Node tries several addresses, and the SDK several times. */
function connectionCode(error: Error): string | undefined {
  const { code, errors, cause } = error as Error & { code?: string; errors?: readonly Error[] };
  if (code !== undefined && NO_CONNECTION.has(code)) return code;
  if (error.name === 'TimeoutError') return 'timed out';
  const inner = errors?.[0] ?? (cause instanceof Error ? cause : undefined);
  if (inner) return connectionCode(inner);
  // Of what is no error where the SDK is loaded, it keeps the words.
  return /^AWS SDK error wrapper for /.test(error.message)
    ? error.message.split(/\W+/).find((word) => NO_CONNECTION.has(word))
    : undefined;
}

/** What is no JSON, or an error without a name; a server that is out of order may answer so, too. */
function isNoAnswerOfAws(error: Error): boolean {
  const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const isOutOfOrder = ($metadata?.httpStatusCode ?? 0) >= 500;
  return !isOutOfOrder && (error.name === 'SyntaxError' || error.message === 'UnknownError');
}

function said({ message }: Error): string {
  return oneLine(message).replace(/\.$/, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** AWS is busy, or failed in a way that passes: worth another try. */
export function passes(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return (
    error.name === 'TryAgain' ||
    /throttl|too ?many ?requests/i.test(error.name) ||
    ($metadata?.httpStatusCode !== undefined && $metadata.httpStatusCode >= 500)
  );
}

/** Any error as a person is told it. Ours carry JSON, for Lambda's sake: here their sentence counts. */
export function toldOf(error: Error): { readonly text: string; readonly exitCode: number } | undefined {
  if (error instanceof Fault) return { text: error.message, exitCode: error.exitCode };
  if ('summary' in error && 'reason' in error) {
    const exitCode = error.name === 'ValidationError' ? EXIT.validationError : EXIT.fault;
    return { text: String(error.summary), exitCode };
  }
  if ('$metadata' in error) return { text: `AWS answered ${error.name}: ${said(error)}.`, exitCode: EXIT.fault };
  return undefined;
}
