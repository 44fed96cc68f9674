import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EXIT } from '../../../cli/exit-codes.ts';
import { command } from '../served-aws.ts';
import { type WaitingDeployer, waitingDeployer } from '../waiting-deployer.ts';

let deployer: WaitingDeployer;
beforeEach(async () => {
  deployer = await waitingDeployer();
  await deployer.makeLedger();
});
afterEach(() => deployer.close());

test('abort of a deployment that holds no target yet is well, and waits for nobody', async () => {
  const { executionArn, endpoint } = deployer;
  const { code, out, err } = await command('abort', executionArn, '--json', '--endpoint-url', endpoint);
  expect(err).toBe(`Stopped: ${executionArn}\nIt held no target yet: nothing was changed.\n`);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'ABORTED' });
  expect(code).toBe(EXIT.ok);
  const again = await command('abort', executionArn, '--endpoint-url', endpoint);
  expect(again).toMatchObject({
    code: EXIT.validationError,
    err: `stepshift: ${executionArn} is not running: it is ABORTED.\n`,
  });
});
