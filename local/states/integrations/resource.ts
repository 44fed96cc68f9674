/** What a Task state's `Resource` names. */
export type Resource =
  | { readonly kind: 'function'; readonly functionArn: string }
  | { readonly kind: 'service'; readonly service: string; readonly action: string; readonly pattern: Pattern };

/** Whether the state waits for the service's answer only, for the end of what it started, or for a token to come back. */
export type Pattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';

const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:(aws-sdk:[^:.]+|[^:.]+):([^:.]+)(?:\.(waitForTaskToken|sync(?::2)?))?$/;
const FUNCTION = /^arn:[^:]+:lambda:[^:]*:\d*:function:.+$/;

/** `undefined` for what is neither a function nor a service integration, an activity for instance. */
export function parseResource(resource: string): Resource | undefined {
  if (FUNCTION.test(resource)) return { kind: 'function', functionArn: resource };
  const [, service, action, pattern] = SERVICE.exec(resource) ?? [];
  if (!service || !action) return undefined;
  return { kind: 'service', service, action, pattern: (pattern as Pattern | undefined) ?? 'requestResponse' };
}
