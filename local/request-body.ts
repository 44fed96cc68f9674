import { gunzipSync } from 'node:zlib';

/** AWS takes requests of about 1 MB; nothing larger is unpacked, or read to its end. */
export const LARGEST_BODY = 2 * 1024 * 1024;

/**
 * A request's body as text. The SDK's clients pack large ones (PutMetricData above about 10 KB) and say so in `content-encoding`. What cannot be unpacked is
 * answered as it stands: the protocol then says that it is no JSON.
 */
export function bodyText(body: Uint8Array, contentEncoding: string | undefined): string {
  return new TextDecoder().decode(contentEncoding?.trim().toLowerCase() === 'gzip' ? unpacked(body) : body);
}

function unpacked(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_BODY });
  } catch {
    return body;
  }
}
