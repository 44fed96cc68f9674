import {
  DeleteStateMachineAliasCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PASSING_MACHINE } from '../folder.ts';
import { command, type ServedAws, servedAws } from '../served-aws.ts';

let served: ServedAws;
beforeAll(async () => {
  served = await servedAws();
});
afterAll(() => served.goAway());

/** What `doctor` says of the deployer's alias. */
async function aboutAlias(): Promise<readonly { readonly kind: string; readonly text: string }[]> {
  const { out } = await command('doctor', '--json', '--endpoint-url', served.url);
  return JSON.parse(out).findings.filter(({ text }: { text: string }) => text.includes('alias live'));
}

describe('doctor says of the deployer', () => {
  test('through which alias it is started, and that an upgrade is under way', async () => {
    const { clients, deployer } = served;
    const { stateMachineArn, aliasArn: stateMachineAliasArn } = deployer!;
    const through = 'deployments are started through its alias live:';
    expect(await aboutAlias()).toEqual([{ kind: 'good', text: `${through} 100 % on version 1` }]);

    const definition = JSON.stringify(PASSING_MACHINE);
    await clients.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const { stateMachineVersionArn } = await clients.sfn.send(
      new PublishStateMachineVersionCommand({ stateMachineArn }),
    );
    const routingConfiguration = [
      { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 90 },
      { stateMachineVersionArn, weight: 10 },
    ];
    await clients.sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
    expect(await aboutAlias()).toEqual([
      { kind: 'warning', text: `${through} 90 % on version 1, 10 % on version 2; an upgrade of it is under way` },
    ]);

    await clients.sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(await aboutAlias()).toEqual([
      { kind: 'warning', text: expect.stringMatching(/^it has no alias live: deployments start its newest revision/) },
    ]);
  });
});
