import { join } from 'node:path';
import { DescribeExecutionCommand, DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from '../folder.ts';
import { command, type ServedAws, servedAws } from '../served-aws.ts';

const folder = folderWith({ 'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' } });

let served: ServedAws;
beforeEach(async () => {
  served = await servedAws();
});
afterEach(async () => {
  // The deployment ends before this account goes.
  await served.pass(3600);
  await served.goAway();
});

/** The request that the deployer was given, and the revision that the machine has. */
async function deployed(definition: string): Promise<{ readonly revisionId: unknown; readonly current: unknown }> {
  const stateMachineArn = await served.createMachine('orders');
  const target = ['--state-machine', stateMachineArn, '--alias', 'live', '--endpoint-url', served.url];
  const { out } = await command('deploy', ...target, '--definition', join(folder, definition), '--detach');
  const { sfn } = served.clients;
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: out.trim() }));
  const { revisionId: current } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return { revisionId: JSON.parse(input!).revisionId, current };
}

test('a definition that is uploaded is deployed as exactly that revision, whatever somebody uploads after it', async () => {
  const { revisionId, current } = await deployed('next.asl.json');
  expect(current).toEqual(expect.any(String));
  expect(revisionId).toBe(current);
});
