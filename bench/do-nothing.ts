import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { LocalAws } from '../local/local-aws.ts';
import { clientOptions } from '../stepshift-local.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:execution:fives:59a1c9d8-3f2a-4d7c-8a8e-1a2b3c4d5e6f';
const ANSWER = JSON.stringify({ executionArn: ARN, startDate: 1767225600.123 });
const HEADERS = { 'content-type': 'application/x-amz-json-1.0' };

/** A client in this process whose every call is answered at once and alike: what the SDK's client itself takes. */
export function clientOfNobody(aws: LocalAws): SFNClient {
  const handle = async () => ({
    response: { statusCode: 200, headers: HEADERS, body: new TextEncoder().encode(ANSWER) },
  });
  return new SFNClient({ ...clientOptions(aws), requestHandler: { ...aws.requestHandler(), handle } });
}

/** A server that answers every request at once and alike: what HTTP and the SDK's client take. */
export async function serverOfNothing(): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, HEADERS).end(ANSWER));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
