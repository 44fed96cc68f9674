import { paginateListStateMachines } from '@aws-sdk/client-sfn';
import { placeOf, STATE_MACHINE_ARN } from '../workflow/arns.ts';
import type { Aws } from './aws.ts';
import { INSTALLING } from './aws-fault.ts';
import { deployerOf } from './aws-options.ts';
import { type Arguments, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';

/**
 * The ARN of the deployer's state machine.
 * @param near an ARN of what is to be deployed: the deployer is in the same region and account, and need not be looked for
 * @throws NotInstalled when none of that name is found
 */
export async function deployerArn(values: Arguments['values'], { sfn }: Pick<Aws, 'sfn'>, near?: string) {
  const named = deployerOf(values);
  if (STATE_MACHINE_ARN.test(named)) return named;
  if (named.includes(':'))
    throw new UsageFault(`--deployer: found ${JSON.stringify(named)}, expected a name or the ARN of a state machine.`);
  if (near !== undefined) {
    const { partition, region, account } = placeOf(near);
    return `arn:${partition}:states:${region}:${account}:stateMachine:${named}`;
  }
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, { maxResults: 1000 })) {
    const found = stateMachines.find(({ name }) => name === named);
    if (found) return found.stateMachineArn!;
  }
  throw new NotInstalled(named);
}

/**
 * Whoever may start the deployer need not be allowed to look at it: then only starting it tells.
 * @throws NotInstalled when it is known not to be there
 */
export async function requireInstalled(deployer: string, { ports }: Pick<Aws, 'ports'>): Promise<void> {
  const isThere = await ports.stateMachines.read(deployer).then(
    (machine) => machine !== undefined,
    () => true,
  );
  if (!isThere) throw new NotInstalled(deployer);
}

/** There is no deployer of that name. */
export class NotInstalled extends Fault {
  override readonly name = 'NotInstalled';

  constructor(named: string) {
    super(EXIT.fault, `There is no deployer ${named} here: name it by --deployer, or install it (${INSTALLING}).`);
  }
}
