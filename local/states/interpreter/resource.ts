/** What a Task's `Resource` names. */
export type Resource =
  /** A Lambda function by its ARN: its history events are of their own. */
  | { readonly kind: 'function' }
  /** An activity by its ARN: so are its. */
  | { readonly kind: 'activity' }
  /** A service integration, such as `arn:aws:states:::sqs:sendMessage.waitForTaskToken`. */
  | {
      readonly kind: 'service';
      /** `sqs` or `aws-sdk:sqs`, as the history has it. */
      readonly resourceType: string;
      /** `sendMessage.waitForTaskToken`, as the history has it. */
      readonly resource: string;
      /** `.sync` and `.waitForTaskToken`: the request is only submitted, the outcome comes later. */
      readonly callback: boolean;
    };

export function parseResource(resource: string): Resource {
  const [, , service, , , type] = resource.split(':');
  if (service === 'lambda') return { kind: 'function' };
  if (service === 'states' && type === 'activity') return { kind: 'activity' };
  // `.sync:2` has a colon of its own.
  const [, resourceType = '', name = resource] = /^(?:[^:]*:){5}(.*?):?([^:]*(?:\.sync:\d+)?)$/.exec(resource) ?? [];
  return { kind: 'service', resourceType, resource: name, callback: /\.(sync(:\d+)?|waitForTaskToken)$/.test(name) };
}
