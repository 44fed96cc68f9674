import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between a command and AWS, and knows what was asked for. */
export interface WatchedCalls {
  readonly url: string;
  /** The calls since the last time this was asked, each once: `states:StartExecution on Stepshift`. */
  taken(): readonly string[];
  stop(): void;
}

const SERVICES: Readonly<Record<string, string>> = {
  AWSStepFunctions: 'states',
  GraniteServiceVersion20100801: 'cloudwatch',
  DynamoDB_20120810: 'dynamodb',
};

/** Passes on what is asked for to an endpoint that serves AWS. */
export async function watchedCalls(endpoint: string): Promise<WatchedCalls> {
  const calls = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const target = String(request.headers['x-amz-target']);
    calls.add(callOf(target, JSON.parse(body)));
    const headers = { 'x-amz-target': target, 'content-type': String(request.headers['content-type']) };
    const answer = await fetch(endpoint, { method: 'POST', headers, body });
    const date = answer.headers.get('date')!;
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')!, date });
    response.end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken() {
      const taken = [...calls].sort();
      calls.clear();
      return taken;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function callOf(target: string, input: Readonly<Record<string, unknown>>): string {
  const [service, operation] = target.split('.') as [string, string];
  return `${SERVICES[service]}:${operation} on ${resourceOf(input)}`;
}

/** What IAM would look at: the machine without version or alias, the executions of a machine, a table or an index of it. */
function resourceOf(input: Readonly<Record<string, unknown>>): string {
  // A machine that is to be created has no ARN yet.
  if (input.roleArn !== undefined && input.stateMachineArn === undefined) return String(input.name);
  const arn = Object.entries(input).find(([name]) => /arn$/i.test(name))?.[1];
  if (typeof arn === 'string') {
    const [, , , , , kind, name] = arn.split(':');
    return kind === 'execution' ? `executions of ${name}` : name!;
  }
  if (input.TableName !== undefined)
    return input.IndexName === undefined ? `${input.TableName}` : `${input.TableName}/index/${input.IndexName}`;
  return '*';
}
