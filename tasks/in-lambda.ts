import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { lambdaClients } from './clients.ts';
import { awsPorts, type Ports } from './ports/ports.ts';

/** The environment variable that names the ledger's table. */
export const LEDGER_TABLE = 'STEPSHIFT_LEDGER';

/** Only Lambda sets this: elsewhere logs and traces have nowhere to go, and a laptop's screen is not the place. */
const inLambda = process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;

export const logger = new Logger({ serviceName: 'stepshift', logLevel: inLambda ? 'INFO' : 'SILENT' });
const tracer = new Tracer({ serviceName: 'stepshift', enabled: inLambda });

let opened: Ports | undefined;

/** Clients are opened at the first call and kept for the container's life. */
export function portsInLambda(): Ports {
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

/** A segment of its own, so that the trace shows the task by name and its AWS calls below it. */
export async function traced<T>(name: string, run: () => Promise<T>): Promise<T> {
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
