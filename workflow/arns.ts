/**
 * Amazon resource names of Step Functions, taken apart and put together. Patterns: the SDK's own API texts
 * (StateMachine names at most 80 characters; alias names `^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`, so never digits alone).
 */
export const STATE_MACHINE_ARN = /^arn:(aws[a-z-]*):states:([a-z0-9-]+):(\d{12}):stateMachine:([A-Za-z0-9_-]{1,80})$/;
const VERSION_ARN = /^(arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[A-Za-z0-9_-]{1,80}):([1-9]\d{0,8})$/;
export const ALIAS_NAME = /^(?=.*[a-zA-Z_.-])[a-zA-Z0-9_.-]{1,80}$/;

export interface StateMachineArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** The parts of an unqualified state machine's ARN; undefined for anything else. */
export function parseStateMachineArn(arn: string): StateMachineArn | undefined {
  const [, partition, region, account, name] = STATE_MACHINE_ARN.exec(arn) ?? [];
  return partition && region && account && name ? { partition, region, account, name } : undefined;
}

/** The machine and the number of a version's ARN; undefined for anything else. */
export function parseVersionArn(
  arn: string,
): { readonly stateMachineArn: string; readonly version: number } | undefined {
  const [, stateMachineArn, version] = VERSION_ARN.exec(arn) ?? [];
  return stateMachineArn && version ? { stateMachineArn, version: Number(version) } : undefined;
}

/** @throws TypeError when `versionArn` is no version's ARN: callers hold ARNs that AWS gave them */
export function versionNumber(versionArn: string): number {
  const parsed = parseVersionArn(versionArn);
  if (!parsed) throw new TypeError(`${versionArn} is no ARN of a state machine version`);
  return parsed.version;
}

export function aliasArn(stateMachineArn: string, alias: string): string {
  return `${stateMachineArn}:${alias}`;
}

/** Region and account of any ARN, such as an execution's. */
export function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
