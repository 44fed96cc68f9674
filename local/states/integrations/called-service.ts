import {
  AwsError,
  type AwsService,
  type CallContext,
  dispatch,
  type ForeignService,
  type Wire,
} from '../../aws-json.ts';

/** A service of the account, as Task states call it: over its own protocol. */
export interface CalledService {
  /** Whether it has that operation, by its name in the API. */
  has(operation: string): boolean;
  /** @throws AwsError as the service answers it */
  call(operation: string, input: Wire): Promise<Answered>;
}

export interface Answered {
  readonly output: Wire;
  /** The answer's own length and checksum, for those who show them. */
  readonly contentLength: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The services that Task states can call beside Step Functions and Lambda. */
export interface CalledServices {
  readonly dynamodb?: CalledService;
  readonly cloudwatch?: CalledService;
}

/** A service of local AWS as Task states call it. */
export function calledService(
  service: AwsService | (ForeignService & { has(operation: string): boolean }),
  context: CallContext,
): CalledService {
  return {
    has: (operation) => ('has' in service ? service.has(operation) : Object.hasOwn(service.operations, operation)),
    async call(operation, input) {
      const target = `${service.targetPrefix}.${operation}`;
      const { statusCode, headers, body } = await dispatch([service], target, JSON.stringify(input), context);
      const output = body === '' ? {} : JSON.parse(body);
      if (statusCode === 200) return { output, headers, contentLength: Buffer.byteLength(body) };
      const name = String(output.__type).split('#').at(-1)!;
      const message = output.message ?? output.Message ?? '';
      // A fault of local AWS is not an error that a machine could handle.
      if (statusCode >= 500) throw new Error(message);
      throw new AwsError(name, message, {}, statusCode);
    },
  };
}
