import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Aws } from '../aws.ts';
import { personOf } from '../aws-options.ts';
import type { Arguments } from '../command.ts';
import { deploymentNamed } from '../deployment-named.ts';
import { EXIT } from '../exit-codes.ts';
import { Fault } from '../fault.ts';
import type { Screen } from '../screen.ts';
import { noSuchDeployment } from '../watching/follow.ts';
import { recordOf } from '../watching/record-of.ts';
import { watchOnScreen } from '../watching/watched.ts';

/**
 * Stops the deployer's execution, and follows how the watchdog completes it. Answers the exit code.
 * @throws Fault where no such execution runs
 */
export async function abort(named: string, given: Arguments, screen: Screen): Promise<number> {
  const { values } = given;
  const { executionArn, aws } = await deploymentNamed(named, values);
  const execution = await aws.ports.executions.read(executionArn);
  if (!execution) throw noSuchDeployment(executionArn);
  if (execution.status !== 'RUNNING')
    throw new Fault(EXIT.validationError, `${executionArn} is not running: it is ${execution.status}.`);
  const cause = `${personOf(values)}${values.reason === undefined ? '' : `: ${values.reason}`}`;
  await aws.sfn.send(new StopExecutionCommand({ executionArn, error: 'StoppedByPerson', cause }));
  screen.note(`Stopped: ${executionArn}\n`);
  if (values.detach) {
    if (values.json) screen.print(`${JSON.stringify({ executionArn })}\n`);
    return EXIT.ok;
  }
  if (await mayHoldSomething(executionArn, aws))
    return watchOnScreen(executionArn, aws, given, screen, { expected: 'RolledBack' });
  screen.note('It held no target yet: nothing was changed.\n');
  if (values.json) screen.print(`${JSON.stringify(await recordOf(executionArn, aws), null, 2)}\n`);
  return EXIT.ok;
}

/** Of what the ledger cannot be read nobody knows. */
function mayHoldSomething(executionArn: string, { ports }: Aws): Promise<boolean> {
  return ports.ledger.deployments.read(executionArn).then(
    (stored) => stored !== undefined,
    () => true,
  );
}
