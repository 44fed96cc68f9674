import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { command, servedAws } from '../served-aws.ts';

test('a deployment that was refused before it wanted a target is listed by its end', async () => {
  const served = await servedAws();
  const { stateMachineArn } = served.deployer!;
  await served.clients.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'empty', input: '{}' }));
  await served.pass(10);
  const { out } = await command('list', '--json', '--endpoint-url', served.url);
  expect(JSON.parse(out).deployments).toMatchObject([{ outcome: 'ValidationError', targets: [] }]);
  await served.goAway();
});
