import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { lambdaClients } from './clients.ts';
import { awsPorts, type Ports } from './ports/ports.ts';

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

/** Only Lambda sets this: elsewhere logs and traces have nowhere to go, and a laptop's screen is not the place. */
const inLambda = process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;

const logger = new Logger({ serviceName: 'stepshift', logLevel: inLambda ? 'INFO' : 'SILENT' });
const tracer = new Tracer({ serviceName: 'stepshift', enabled: inLambda });

let opened: Ports | undefined;

/** Clients are opened at the first call and kept for the container's life. */
function portsInLambda(): Ports {
  if (!opened) {
    const { sfn, cloudwatch, dynamodb } = lambdaClients();
    const clients = {
      sfn: tracer.captureAWSv3Client(sfn),
      cloudwatch: tracer.captureAWSv3Client(cloudwatch),
      dynamodb: tracer.captureAWSv3Client(dynamodb),
    };
    opened = awsPorts(clients, { ledgerTable: process.env[LEDGER_TABLE] ?? '', now: () => new Date().toISOString() });
  }
  return opened;
}

/** The environment variable that names the ledger's table. */
export const LEDGER_TABLE = 'STEPSHIFT_LEDGER';

/** Makes a task's core a Lambda handler: with a log line per call, a trace, and errors as Step Functions tells them apart. */
export function taskHandler<Input, Output>(name: string, core: Core<Input, Output>): TaskHandler<Input, Output> {
  const handler = async (input: Input, context: LambdaContext = {}): Promise<Output> => {
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

/** A segment of its own, so that the trace shows the task by name and its AWS calls below it. */
async function traced<T>(name: string, run: () => Promise<T>): Promise<T> {
  const parent = tracer.getSegment();
  const segment = parent?.addNewSubsegment(`## ${name}`);
  if (segment) tracer.setSegment(segment);
  try {
    return await run();
  } catch (error) {
    segment?.addError(error as Error);
    throw error;
  } finally {
    segment?.close();
    if (parent) tracer.setSegment(parent);
  }
}

/** The execution's history is read by people: a stack trace of ours tells them nothing, and costs them the screen. The log has it. */
export function withoutTrace(error: unknown): unknown {
  if (error instanceof Error) error.stack = '';
  return error;
}
