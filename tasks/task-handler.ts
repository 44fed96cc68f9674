import type { Ports } from './ports/ports.ts';

/** What a task does: plain JSON in, plain JSON out, the world behind ports. */
export type Core<Input, Output> = (input: Input, ports: Ports) => Promise<Output> | Output;

/** A Lambda handler. `core` is there for whoever brings ports of their own, such as a rehearsal. */
export interface TaskHandler<Input, Output> {
  (input: Input, context?: LambdaContext): Promise<Output>;
  readonly core: Core<Input, Output>;
}

interface LambdaContext {
  readonly awsRequestId?: string;
}

type InLambda = typeof import('./in-lambda.ts');

/**
 * Clients, logs and traces, loaded at once in Lambda, and nowhere else before a handler is called: from the moment that X-Ray's SDK is loaded it follows each promise
 * of the process, and a rehearsal has millions.
 */
let loaded: Promise<InLambda> | undefined;
if (process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined) void inLambda();

function inLambda(): Promise<InLambda> {
  loaded ??= import('./in-lambda.ts');
  return loaded;
}

/** Makes a task's core a Lambda handler: with a log line per call, a trace, and errors as Step Functions tells them apart. */
export function taskHandler<Input, Output>(name: string, core: Core<Input, Output>): TaskHandler<Input, Output> {
  const handler = async (input: Input, context: LambdaContext = {}): Promise<Output> => {
    const { logger, portsInLambda, traced } = await inLambda();
    const about = { task: name, awsRequestId: context.awsRequestId };
    try {
      const output = await traced(name, async () => core(input, portsInLambda()));
      logger.info(`${name} answered`, { ...about, output: output as Record<string, unknown> });
      return output;
    } catch (error) {
      logger.error(`${name} failed`, { ...about, input: input as Record<string, unknown>, error: error as Error });
      throw withoutTrace(error);
    }
  };
  return Object.assign(handler, { core });
}

/** The execution's history is read by people: a stack trace of ours tells them nothing, and costs them the screen. The log has it. */
export function withoutTrace(error: unknown): unknown {
  if (error instanceof Error) error.stack = '';
  return error;
}
