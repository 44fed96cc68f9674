import type { Aws } from '../aws.ts';
import type { Arguments } from '../command.ts';
import { deployerArn } from '../deployer-named.ts';
import { Fault } from '../fault.ts';
import { machineNamed } from '../machines.ts';

/** Local AWS takes any role. */
const LOCAL_ROLE = 'arn:aws:iam::123456789012:role/local';

/** The role to create a machine with; undefined: none is created. */
export function roleFor({ role }: Arguments['values'], { isHere }: Pick<Aws, 'isHere'>): string | undefined {
  return role === undefined ? (isHere ? LOCAL_ROLE : undefined) : String(role);
}

/**
 * The ARN of the machine of that name, or the one that it will have where it is to be created.
 * @throws Fault where there is none, and none is to be created
 */
export async function machineToDeploy(name: string, values: Arguments['values'], aws: Aws): Promise<string> {
  try {
    return await machineNamed(name, aws);
  } catch (error) {
    const creates = values.definition !== undefined && roleFor(values, aws) !== undefined;
    if (!(error instanceof Fault) || !creates) throw error;
    // It will be beside the deployer, where targets must be.
    return (await deployerArn(values, aws)).replace(/[^:]+$/, name);
  }
}
