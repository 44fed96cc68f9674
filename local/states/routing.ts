import { AwsError, type Wire } from '../aws-json.ts';
import type { Random } from '../random.ts';
import { parseStateMachineArn } from './arns.ts';

/** How an alias shares its starts among one or two versions; the weights are percents and add up to 100. */
export type Routing = readonly Route[];

export interface Route {
  readonly version: number;
  readonly weight: number;
}

/** Which version the next start goes to: drawn anew each time, so no start depends on another. */
export function pickVersion(routing: Routing, random: Random): number {
  const point = random.next() * 100;
  const [first, second] = routing;
  return second === undefined || point < first!.weight ? first!.version : second.version;
}

/**
 * Reads a routing configuration and the ARN of the machine whose versions it names.
 * @throws AwsError ValidationException when AWS would not route so
 */
export function readRouting(routes: readonly Wire[]): { readonly machineArn: string; readonly routing: Routing } {
  const weights = routes.map(({ weight }) => weight);
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw refused(`Sum of routing configuration weights must equal 100. Received: ${list(weights)}`);
  }
  if (new Set(arns).size !== arns.length) {
    throw refused(`Routing configuration must contain distinct state machine version ARNs. Received: ${list(arns)}`);
  }
  const parsed = arns.map((arn) => parseStateMachineArn(arn));
  const versions = parsed.flatMap((arn) => (arn.kind === 'version' ? [arn] : []));
  if (versions.length !== parsed.length) {
    throw refused(`Routing configuration must contain state machine version ARNs. Received: ${list(arns)}`);
  }
  const [first, ...others] = versions;
  if (others.some(({ machineArn }) => machineArn !== first!.machineArn)) {
    throw refused(`Routing configuration must contain versions of the same state machine. Received: ${list(arns)}`);
  }
  return {
    machineArn: first!.machineArn,
    routing: versions.map(({ version }, index) => ({ version, weight: weights[index] })),
  };
}

export function sameRouting(one: Routing, other: Routing): boolean {
  const key = (routing: Routing) =>
    routing
      .map(({ version, weight }) => `${version}=${weight}`)
      .sort()
      .join();
  return key(one) === key(other);
}

function list(values: readonly unknown[]): string {
  return `[${values.join(', ')}]`;
}

function refused(message: string): AwsError {
  return new AwsError('ValidationException', message, { reason: 'INVALID_ROUTING_CONFIGURATION' });
}
