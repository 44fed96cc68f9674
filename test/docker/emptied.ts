import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { LIVE } from '../tasks/ports/places.ts';
import { ORDERS } from '../tasks/targets.ts';
import { clientOptionsOf } from './client-options.ts';

/** Removes what a test of the control plane has left, as one would on AWS, where deleting goes on after the answer. */
export async function emptied(endpoint: string): Promise<string> {
  const sfn = new SFNClient(clientOptionsOf(endpoint));
  const isThere = () =>
    unless('StateMachineDoesNotExist', sfn.send(new DescribeStateMachineCommand({ stateMachineArn: ORDERS })));
  // Emulators differ from AWS, and from each other, in what they answer when that is deleted which is not there.
  if (!(await isThere())) return endpoint;
  await unless('ResourceNotFound', sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: LIVE })));
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: ORDERS }));
  while (await isThere()) await sleep(100);
  return endpoint;
}

async function unless<T>(errorName: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as Error).name === errorName) return undefined;
    throw error;
  }
}
