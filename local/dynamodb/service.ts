import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { CallContext, ForeignService, WireAnswer } from '../aws-json.ts';
import type { Clock } from '../clock.ts';

export interface DynamoDbOptions {
  readonly clock: Clock;
  readonly context: CallContext;
}

/** What dynalite has of DynamoDB's API. */
const OPERATIONS = [
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem', 'BatchWriteItem', 'Query', 'Scan'],
  ...['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable', 'ListTables', 'DescribeTimeToLive'],
  ...['TagResource', 'UntagResource', 'ListTagsOfResource'],
];

/**
 * DynamoDB, in memory. It is `dynalite`, which is an HTTP server: it is never made to listen, but handed requests as if they had come in. It is loaded when it is
 * first called. It knows no transactions, and ignores `ReturnValuesOnConditionCheckFailure`.
 */
export class DynamoDb implements ForeignService {
  readonly targetPrefix = 'DynamoDB_20120810';
  readonly #options: DynamoDbOptions;
  #server: Promise<Server> | undefined;

  constructor(options: DynamoDbOptions) {
    this.#options = options;
  }

  /** Whether it knows that operation. */
  has(operation: string): boolean {
    return OPERATIONS.includes(operation);
  }

  async answer(target: string, body: string): Promise<WireAnswer> {
    // It works with real timers, so virtual time must wait for it.
    const release = this.#options.clock.hold();
    try {
      this.#server ??= startDynalite();
      const server = await this.#server;
      const answer = named(target, await handled(server, target, body, this.#options.context));
      if (target.endsWith('.CreateTable') && answer.statusCode === 200) await this.#whenActive(server, body);
      return answer;
    } finally {
      release();
    }
  }

  /** A table needs a moment of real time to become active. Nobody who lives in virtual time could wait for that. */
  async #whenActive(server: Server, createTable: string): Promise<void> {
    const { TableName } = JSON.parse(createTable) as { readonly TableName: string };
    const describe = `${this.targetPrefix}.DescribeTable`;
    for (;;) {
      const { body } = await handled(server, describe, JSON.stringify({ TableName }), this.#options.context);
      if (body.includes('"TableStatus":"ACTIVE"')) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function startDynalite(): Promise<Server> {
  const { default: dynalite } = await import('dynalite');
  return dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
}

/** Plays a request that came in over HTTP, and hears what would have gone out. */
function handled(server: Server, target: string, body: string, { region }: CallContext): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const request = Object.assign(new EventEmitter(), {
      method: 'POST',
      url: '/',
      headers: signedHeaders(target, region),
    });
    const headers: Record<string, string> = {};
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => {
        headers[name.toLowerCase()] = String(value);
      },
      end: (text = '') => resolve({ statusCode: response.statusCode, headers, body: String(text) }),
    };
    server.emit('request', request, response);
    request.emit('data', Buffer.from(body));
    request.emit('end');
  });
}

/** It looks for a signature's parts, and reads the region from its scope, but verifies nothing. */
function signedHeaders(target: string, region: string): Record<string, string> {
  const credential = `local/20260101/${region}/dynamodb/aws4_request`;
  return {
    'x-amz-target': target,
    'x-amz-date': '20260101T000000Z',
    'content-type': 'application/x-amz-json-1.0',
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
  };
}

/** An operation that it does not know is refused without a word of which. */
function named(target: string, answer: WireAnswer): WireAnswer {
  if (answer.statusCode !== 400 || !answer.body.includes('UnknownOperationException')) return answer;
  const body = JSON.stringify({ __type: 'UnknownOperationException', message: `local AWS has no operation ${target}` });
  return { ...answer, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}
