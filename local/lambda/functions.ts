import { AwsError, type CallContext } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { failure, type Handler, type InvocationResult, type LambdaContext, success, timedOut } from './invocation.ts';
import { invokeAt } from './lambda-endpoint.ts';
import { insideFunction } from './running.ts';

interface LambdaFunction {
  readonly arn: string;
  readonly name: string;
  readonly version: string;
  readonly handler: Handler;
  readonly timeoutSeconds: number;
}

export interface LambdaOptions {
  readonly clock: Clock;
  readonly context: CallContext;
  readonly random: Random;
  /** The URL of whoever runs the functions that are not registered, by Lambda's Invoke. Default: nobody does. */
  readonly endpoint?: string | undefined;
}

/** `NAME` or `NAME:QUALIFIER`, alone or at the end of a partial or full ARN. */
const FUNCTION = /^(?:(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:function:|function:)?([\w-]+)(?::([\w$-]+))?$/;

/** The account's Lambda functions: handlers of this process, under the names that state machines know them by. */
export class LambdaFunctions {
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /**
   * Makes `handler` the function `name`, in place of one that had this name, and answers its ARN.
   * `NAME:QUALIFIER` registers one version or alias of a function. The timeout is Lambda's default, 3 s, if none is given.
   */
  register(name: string, handler: Handler, { timeoutSeconds = 3 }: { readonly timeoutSeconds?: number } = {}): string {
    const { account, region } = this.#options.context;
    const key = keyOf(name);
    const version = /^\d+$/.test(key.split(':')[1] ?? '') ? key.split(':')[1]! : '$LATEST';
    const arn = `arn:aws:lambda:${region}:${account}:function:${key}`;
    this.#functions.set(key, { arn, name: key.split(':')[0]!, version, handler, timeoutSeconds });
    return arn;
  }

  /** Whether that function, by name or ARN, is registered. */
  isRegistered(nameOrArn: string): boolean {
    return FUNCTION.test(nameOrArn) && this.#functions.has(keyOf(nameOrArn));
  }

  /** Whether that function can be invoked: it is registered, or Lambda's endpoint is asked for it. */
  has(nameOrArn: string): boolean {
    return this.isRegistered(nameOrArn) || (this.#options.endpoint !== undefined && FUNCTION.test(nameOrArn));
  }

  /**
   * Runs a function with its own copy of the event. While it runs, virtual time stands still, unless it waits for virtual time itself.
   * A handler that outlives its timeout is not waited for, but goes on holding the clock, as its work cannot be taken from it.
   * @param payload the event as JSON text
   * @throws AwsError ResourceNotFoundException when there is no such function
   */
  async invoke(nameOrArn: string, payload: string): Promise<InvocationResult> {
    const { clock, random, endpoint } = this.#options;
    if (endpoint !== undefined && !this.isRegistered(nameOrArn))
      return this.#invokeElsewhere(endpoint, nameOrArn, payload);
    const invoked = this.#find(nameOrArn);
    const event = JSON.parse(payload);
    const requestId = random.uuid();
    const deadline = clock.now() + invoked.timeoutSeconds * 1000;
    const release = clock.hold();
    const settled = insideFunction(async () =>
      invoked.handler(event, this.#context(invoked, requestId, deadline)),
    ).then(
      (result) => success(result, invoked.version, requestId),
      (thrown: unknown) => failure(thrown, requestId),
    );
    void settled.then(release);
    return new Promise((resolve) => {
      const timer = clock.schedule(deadline, () => resolve(timedOut(invoked.timeoutSeconds, requestId)));
      void settled.then((result) => {
        timer.cancel();
        resolve(result);
      });
    });
  }

  async #invokeElsewhere(endpoint: string, nameOrArn: string, payload: string): Promise<InvocationResult> {
    const { clock, random } = this.#options;
    const [name = '', qualifier] = keyOf(nameOrArn).split(':');
    const release = clock.hold();
    try {
      return await invokeAt(endpoint, { name, qualifier, payload, requestId: random.uuid() });
    } finally {
      release();
    }
  }

  #find(nameOrArn: string): LambdaFunction {
    const found = this.#functions.get(keyOf(nameOrArn));
    if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, {}, 404);
    return found;
  }

  #context(invoked: LambdaFunction, awsRequestId: string, deadline: number): LambdaContext {
    const { clock } = this.#options;
    return {
      awsRequestId,
      functionName: invoked.name,
      functionVersion: invoked.version,
      invokedFunctionArn: invoked.arn,
      memoryLimitInMB: '128',
      logGroupName: `/aws/lambda/${invoked.name}`,
      logStreamName: `local/[${invoked.version}]`,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
    };
  }
}

/** The name, with the qualifier unless that is the one everybody gets anyway. */
function keyOf(nameOrArn: string): string {
  const [, name, qualifier] = FUNCTION.exec(nameOrArn) ?? [];
  if (!name) throw new AwsError('InvalidParameterValueException', `not the name or ARN of a function: ${nameOrArn}`);
  return qualifier && qualifier !== '$LATEST' ? `${name}:${qualifier}` : name;
}
