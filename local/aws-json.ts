/**
 * The AWS JSON 1.0 protocol, free of any transport: a request is a target (`AWSStepFunctions.StartExecution`) and a body, an answer is a
 * status and a body. `in-process.ts` carries it to the SDK clients of this process, `http-server.ts` to everybody else.
 */

import { isNestedTooDeeply, NESTED_TOO_DEEPLY } from './nesting.ts';

/** A request or response body as it goes over the wire: timestamps are seconds since the epoch, JSON documents are text. */
// biome-ignore lint/suspicious/noExplicitAny: the wire is untyped; each operation checks what it reads
export type Wire = any;

/** Where a call comes from, and what AWS would know about it. */
export interface CallContext {
  readonly account: string;
  readonly region: string;
}

export type Operation = (input: Wire, context: CallContext) => Wire | Promise<Wire>;

/** One AWS service: its prefix in `X-Amz-Target` and its operations by name. */
export interface AwsService {
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A service that speaks the protocol itself: it is handed the request as it came. */
export interface ForeignService {
  readonly targetPrefix: string;
  answer(target: string, body: string): Promise<WireAnswer>;
}

/** An error as AWS answers it: `name` is the code that SDK clients turn into an exception class. */
export class AwsError extends Error {
  override readonly name: string;
  /** Members that the error's shape has beside its message, such as `reason` of a ValidationException. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly statusCode: number;

  constructor(name: string, message: string, members: Readonly<Record<string, unknown>> = {}, statusCode = 400) {
    super(message);
    this.name = name;
    this.members = members;
    this.statusCode = statusCode;
  }
}

export interface WireAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers one request. Never throws: whatever goes wrong becomes an error in AWS's form. */
export async function dispatch(
  services: readonly (AwsService | ForeignService)[],
  target: string | undefined,
  body: string,
  context: CallContext,
): Promise<WireAnswer> {
  try {
    const [prefix, name = ''] = (target ?? '').split('.');
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    if (service && 'answer' in service) return await service.answer(target!, body);
    const operation = findOperation(service, target, name);
    return answer(200, (await operation(parseBody(body), context)) ?? {});
  } catch (error) {
    if (error instanceof AwsError) {
      return answer(error.statusCode, { __type: error.name, message: error.message, ...error.members });
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return answer(500, { __type: 'InternalFailure', message: `local AWS failed: ${message}` });
  }
}

function findOperation(service: AwsService | undefined, target: string | undefined, name: string): Operation {
  if (service && Object.hasOwn(service.operations, name)) return service.operations[name]!;
  const named = target
    ? `local AWS has no operation ${target}`
    : 'the request names no operation (X-Amz-Target): local AWS speaks AWS JSON only, neither Query nor CBOR';
  throw new AwsError('UnknownOperationException', named);
}

function parseBody(body: string): Wire {
  if (body === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'the body is not JSON');
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'the body is not a JSON object');
  }
  if (isNestedTooDeeply(body)) throw new AwsError('SerializationException', `the body is ${NESTED_TOO_DEEPLY}`);
  return parsed;
}

function answer(statusCode: number, body: Wire): WireAnswer {
  return { statusCode, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

/** Milliseconds since the epoch as the wire has them: seconds, with a fraction. */
export function epochSeconds(millis: number): number {
  return millis / 1000;
}
