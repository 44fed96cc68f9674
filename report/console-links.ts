import { EXECUTION_ARN, parseStateMachineArn, parseVersionArn, placeOf } from '../workflow/arns.ts';

/**
 * Pages of the AWS console, in the partition and region that an ARN names; undefined where that partition's console has no public address, or the ARN is none. Nothing from
 * outside gets into an address unchecked or unencoded.
 */

/** Source: AWS's general reference, service endpoints of the console per partition. */
const CONSOLES: Readonly<Record<string, (region: string) => string>> = {
  aws: (region) => `https://${region}.console.aws.amazon.com`,
  'aws-cn': (region) => `https://${region}.console.amazonaws.cn`,
  'aws-us-gov': (region) => `https://${region}.console.amazonaws-us-gov.com`,
};

export function executionLink(executionArn: string): string | undefined {
  return EXECUTION_ARN.test(executionArn) ? states(executionArn, 'v2/executions/details', executionArn) : undefined;
}

/** Of a state machine: its executions, versions and aliases. */
export function machineLink(stateMachineArn: string): string | undefined {
  return parseStateMachineArn(stateMachineArn)
    ? states(stateMachineArn, 'statemachines/view', stateMachineArn)
    : undefined;
}

/** Of a version: the console shows its definition and its executions. */
export function versionLink(versionArn: string): string | undefined {
  return parseVersionArn(versionArn) ? states(versionArn, 'statemachines/view', versionArn) : undefined;
}

/** @param place any ARN of the account and region in which the alarm is */
export function alarmLink(name: string, place: string): string | undefined {
  const page = `#alarmsV2:alarm/${encodeURIComponent(name)}`;
  return consoleLink(place, (region) => `/cloudwatch/home?region=${region}${page}`);
}

function states(arn: string, page: string, subject: string): string | undefined {
  return consoleLink(arn, (region) => `/states/home?region=${region}#/${page}/${encodeURIComponent(subject)}`);
}

function consoleLink(arn: string, path: (region: string) => string): string | undefined {
  const { partition, region } = placeOf(arn);
  const origin = Object.hasOwn(CONSOLES, partition) ? CONSOLES[partition] : undefined;
  return origin && /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(region) ? origin(region) + path(region) : undefined;
}
