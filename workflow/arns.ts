/**
 * Amazon resource names of Step Functions, taken apart and put together. A machine's name has at most 80 characters and none of white space, brackets, wildcards,
 * `" # % \\ ^ | ~ \` $ & , ; : /` and control characters (CreateStateMachine's text); an alias name is never digits alone.
 */
const MACHINE_NAME = String.raw`[^\s<>{}\[\]?*"#%\\^|~\`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}`;
const MACHINE = String.raw`arn:(aws[a-z-]*):states:([a-z0-9-]+):(\d{12}):stateMachine:(${MACHINE_NAME})`;
export const STATE_MACHINE_ARN = new RegExp(`^${MACHINE}$`);
/** Of a Standard execution. */
export const EXECUTION_ARN = /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:execution:[^:]{1,80}:[^:]{1,80}$/;
const VERSION_ARN = new RegExp(String.raw`^(${MACHINE}):([1-9]\d{0,8})$`);
export const ALIAS_NAME = /^(?=.*[a-zA-Z_.-])[a-zA-Z0-9_.-]{1,80}$/;

export interface StateMachineArn extends Place {
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
  const [, stateMachineArn, , , , , version] = VERSION_ARN.exec(arn) ?? [];
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

/** Where something is: nothing can be deployed across these. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The place that any ARN names, such as an execution's. */
export function placeOf(arn: string): Place {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return { partition, region, account };
}

/** As sentences name a state machine: by its name, for account and region are those of everything around it. */
export function machineName({ stateMachineArn }: { readonly stateMachineArn: string }): string {
  return parseStateMachineArn(stateMachineArn)?.name ?? stateMachineArn;
}

/** As sentences, and people at a keyboard, name a target: `orders:live`. */
export function targetName(target: { readonly stateMachineArn: string; readonly alias: string }): string {
  return `${machineName(target)}:${target.alias}`;
}
