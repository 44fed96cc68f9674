import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A server that gives every request the same answer, whatever is asked. */
export async function answering(status: number, body: string | object, port = 0): Promise<Server> {
  const server = createServer((request, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    request.resume().on('end', () => response.writeHead(status, { 'content-type': TYPE }).end(text));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const TYPE = 'application/x-amz-json-1.0';
