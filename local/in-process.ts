import { type AwsService, type CallContext, dispatch } from './aws-json.ts';

interface HttpRequestLike {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * A request handler for the AWS SDK's clients that answers from `services` without a socket.
 * Give it to a client as `requestHandler`, with any region and made-up credentials.
 */
export function inProcessHandler(services: readonly AwsService[], context: CallContext) {
  return {
    async handle(request: HttpRequestLike) {
      const target = request.headers['x-amz-target'] ?? request.headers['X-Amz-Target'];
      const { statusCode, headers, body } = await dispatch(services, target, text(request.body), context);
      return { response: { statusCode, headers: { ...headers }, body: new TextEncoder().encode(body) } };
    },
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: () => ({}),
    destroy(): void {},
  };
}

function text(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
}
