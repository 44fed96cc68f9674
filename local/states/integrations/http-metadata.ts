import type { Wire } from '../../aws-json.ts';

/** What optimized integrations add to a service's answer about the HTTP exchange that brought it. */
export function httpMetadata(answer: {
  readonly requestId: string;
  readonly now: number;
  readonly contentType: string;
  readonly contentLength: number;
  /** The service's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
}): Wire {
  const { requestId, now, contentType, contentLength, headers = {} } = answer;
  const all: Record<string, string> = {
    ...headers,
    'x-amzn-RequestId': requestId,
    Connection: 'keep-alive',
    'Content-Length': String(contentLength),
    Date: new Date(now).toUTCString(),
    'Content-Type': contentType,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
