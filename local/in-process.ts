import { type AwsService, type CallContext, dispatch, type ForeignService } from './aws-json.ts';
import { bodyText } from './request-body.ts';

/** What is read of the request that an SDK client hands over. */
export interface HttpRequestLike {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * A request handler for the AWS SDK's clients that answers from `services` without a socket.
 * Give it to a client as `requestHandler`, with any region and made-up credentials.
 */
export function inProcessHandler(services: readonly (AwsService | ForeignService)[], context: CallContext) {
  return {
    async handle(request: HttpRequestLike) {
      const answer = await dispatch(services, header(request.headers, 'x-amz-target'), text(request), context);
      const body: Uint8Array = new TextEncoder().encode(answer.body);
      return { response: { ...answer, headers: { ...answer.headers }, body } };
    },
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: () => ({}),
    destroy(): void {},
  };
}

function text({ headers, body }: HttpRequestLike): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : bodyText(body as Uint8Array, header(headers, 'content-encoding'));
}

/** The SDK's middleware spells some headers in capitals. */
function header(headers: Record<string, string>, name: string): string | undefined {
  if (name in headers) return headers[name];
  return Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
}
