import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireAnswer } from './aws-json.ts';
import type { EpochMillis } from './clock.ts';
import { bodyText, LARGEST_BODY } from './request-body.ts';

/** Answers AWS's requests by target and body. */
export type Answering = (target: string | undefined, body: string) => Promise<WireAnswer>;

/** A request that is not AWS JSON. */
export interface OtherRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By their names in small letters. Spelt out, as who uses the library need not have Node's types. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Answers what is not AWS JSON, such as the clock's; undefined for a path that it does not know. */
export type OtherAnswering = (request: OtherRequest) => Promise<WireAnswer | undefined>;

export interface HttpServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly answer: Answering;
  readonly answerOther: OtherAnswering;
  /** The time that answers bear: clients set their clocks by it. */
  readonly now: () => EpochMillis;
}

export interface RunningServer {
  readonly port: number;
  /** Stops listening and closes what is open. */
  close(): Promise<void>;
}

/** Only this machine: local AWS has no credentials to check. */
const LOOPBACK = '127.0.0.1';
const TOO_LARGE = `the request is larger than ${LARGEST_BODY} bytes`;

/**
 * Carries the AWS JSON protocol over HTTP. A request that is malformed, too large or broken off never ends the server. What a page in a browser sends is refused: it bears an
 * Origin.
 */
export async function listen(options: HttpServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    respond(request, response, options).catch(() => response.destroy());
  });
  // Clients keep connections for the next call; one that is closed under them fails it.
  server.keepAliveTimeout = 0;
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): Promise<void> {
  const body = await read(request);
  const answer =
    body === undefined
      ? refusal(413, 'RequestEntityTooLargeException', TOO_LARGE)
      : await answered(request, body, options);
  // What was not read would be taken for the next request on this connection.
  const headers = body === undefined ? { ...answer.headers, connection: 'close' } : answer.headers;
  const date = new Date(options.now()).toUTCString();
  response.writeHead(answer.statusCode, { ...headers, date, 'x-amzn-requestid': randomUUID() });
  response.end(answer.body);
}

async function answered(
  request: IncomingMessage,
  body: string,
  { answer, answerOther }: HttpServerOptions,
): Promise<WireAnswer> {
  const { headers, method = 'GET', url = '/' } = request;
  // Whoever asks is believed, and any page that is open in a browser here could ask.
  if (headers.origin !== undefined) return refusal(403, 'AccessDeniedException', 'pages in a browser are not answered');
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return answer(target, body);
  const [path = '/', query = ''] = url.split('?', 2);
  const other = { method, path, query: new URLSearchParams(query), headers, body };
  return (await answerOther(other)) ?? answer(undefined, body);
}

/** The body as text; undefined when it is larger than AWS would take. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > LARGEST_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  return bodyText(Buffer.concat(chunks), request.headers['content-encoding']);
}

/** In either protocol: AWS JSON names the error in the body, Lambda in a header. */
function refusal(statusCode: number, name: string, message: string): WireAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': name };
  return { statusCode, headers, body: JSON.stringify({ __type: name, message }) };
}
