/**
 * The exception that AWS's SDK for Java 2, which AWS SDK integrations go through, makes of an error: one that the service's API model does not have comes under the
 * service's own name.
 */
export function exceptionName(errorName: string, service: string, isModelled: boolean): string {
  if (!isModelled) return `${service}.${service}Exception`;
  const base = errorName.replace(/(?:Fault|Exception)$/, '');
  return `${service}.${base}Exception`;
}

/** The cause that goes with it. */
export function exceptionCause(
  { message, statusCode }: { readonly message: string; readonly statusCode: number },
  service: string,
  requestId: string,
): string {
  return `${message} (Service: ${service}, Status Code: ${statusCode}, Request ID: ${requestId}) (SDK Attempt Count: 1)`;
}
