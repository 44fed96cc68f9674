import { AwsError, type CallContext } from '../aws-json.ts';

/** What a state machine's ARN names. `arn` is as it was given, `machineArn` without the qualifier. */
export type StateMachineArn =
  | { readonly kind: 'machine'; readonly arn: string; readonly machineArn: string }
  | { readonly kind: 'version'; readonly arn: string; readonly machineArn: string; readonly version: number }
  | { readonly kind: 'alias'; readonly arn: string; readonly machineArn: string; readonly alias: string };

export function stateMachineArn({ region, account }: CallContext, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

/** The ARN of a version (qualifier: its number) or an alias (its name). */
export function qualifiedArn(machineArn: string, qualifier: string | number): string {
  return `${machineArn}:${qualifier}`;
}

/** @throws AwsError InvalidArn when the text is not the ARN of a state machine, a version or an alias */
export function parseStateMachineArn(arn: string): StateMachineArn {
  const [name = '', qualifier, ...more] = resourceOf(arn, ['stateMachine']);
  if (name === '' || qualifier === '' || more.length > 0) throw invalidArn(`Invalid ARN: ${arn}`);
  if (qualifier === undefined) return { kind: 'machine', arn, machineArn: arn };
  const machineArn = arn.slice(0, -qualifier.length - 1);
  if (/^\d+$/.test(qualifier)) return { kind: 'version', arn, machineArn, version: Number(qualifier) };
  return { kind: 'alias', arn, machineArn, alias: qualifier };
}

/** The execution ARN of a STANDARD machine's execution. */
export function executionArn({ region, account }: CallContext, machineName: string, name: string): string {
  return `arn:aws:states:${region}:${account}:execution:${machineName}:${name}`;
}

/** The execution ARN of an EXPRESS machine's execution; `start` tells apart those of one name. */
export function expressArn({ region, account }: CallContext, machineName: string, name: string, start: string): string {
  return `arn:aws:states:${region}:${account}:express:${machineName}:${name}:${start}`;
}

/**
 * Refuses an ARN that names no execution of a STANDARD machine.
 * @throws AwsError InvalidArn
 */
export function requireExecutionArn(arn: string): void {
  const [machine, name, ...more] = resourceOf(arn, ['execution']);
  if (!machine || !name || more.length > 0) throw invalidArn(`Invalid ARN: ${arn}`);
}

/**
 * Refuses an ARN that names neither a state machine nor an activity.
 * @throws AwsError InvalidArn
 */
export function requireTaggableArn(arn: string): void {
  resourceOf(arn, ['stateMachine', 'activity']);
}

/**
 * Refuses a text that is no ARN of an IAM role.
 * @throws AwsError InvalidArn
 */
export function requireRoleArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn)) throw invalidArn(`Invalid Role Arn: '${arn}'`);
}

/** What follows the resource type, split at colons. */
function resourceOf(arn: string, types: readonly string[]): string[] {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, partition, service, region, account, type, ...resource] = arn.split(':');
  if (service !== 'states') throw invalidArn(`Invalid service: ${service ?? ''}`);
  if (!partition || !region || !account || type === undefined) throw invalidArn(`Invalid ARN: ${arn}`);
  if (!types.includes(type)) throw invalidArn(`Resource type not valid in this context: ${type}`);
  return resource;
}

export function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}
