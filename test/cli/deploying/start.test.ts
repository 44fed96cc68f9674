import {
  DeleteStateMachineAliasCommand,
  DescribeExecutionCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { NotInstalled } from '../../../cli/deployer-named.ts';
import { start } from '../../../cli/deploying/start.ts';
import { type Deployer, installDeployer } from '../../../cli/installed-deployer.ts';
import { localClients } from '../../../cli/local-clients.ts';
import { LocalAws } from '../../../local/local-aws.ts';
import type { AwsClients } from '../../../tasks/ports/ports.ts';
import { PASSING_MACHINE } from '../folder.ts';

async function installed(): Promise<{ readonly clients: AwsClients; readonly deployer: Deployer }> {
  const aws = new LocalAws();
  const clients = localClients(aws);
  return { clients, deployer: await installDeployer(aws, clients) };
}

/** Uploads an upgrade of the deployer, and gives it the alias with a weight. */
async function upgrade({ sfn }: AwsClients, { stateMachineArn, aliasArn }: Deployer, weight: number): Promise<void> {
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(PASSING_MACHINE) }));
  if (weight === 0) return;
  const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  const routingConfiguration = [
    { stateMachineVersionArn, weight },
    ...(weight < 100 ? [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 - weight }] : []),
  ];
  await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn: aliasArn, routingConfiguration }));
}

async function versionOf({ sfn }: AwsClients, executionArn: string): Promise<string | undefined> {
  return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).stateMachineVersionArn;
}

describe('a deployment that the command starts', () => {
  test('goes through the deployer’s alias: an upgrade that is only uploaded gets nothing', async () => {
    const { clients, deployer } = await installed();
    await upgrade(clients, deployer, 0);
    const begun = await start({ deployer: deployer.stateMachineArn, name: 'one', input: '{}' }, clients);
    expect(begun).toEqual({ kind: 'started', executionArn: expect.stringMatching(/:execution:Stepshift:one$/) });
    expect(await versionOf(clients, begun.executionArn)).toBe(`${deployer.stateMachineArn}:1`);
  });

  test('is run by the upgrade as often as the alias says', async () => {
    const { clients, deployer } = await installed();
    await upgrade(clients, deployer, 30);
    const versions: (string | undefined)[] = [];
    for (let i = 0; i < 100; i++) {
      const wanted = { deployer: deployer.stateMachineArn, name: `number-${i}`, input: '{}' };
      versions.push(await versionOf(clients, (await start(wanted, clients)).executionArn));
    }
    const byNext = versions.filter((version) => version?.endsWith(':2')).length;
    expect(byNext).toBeGreaterThan(15);
    expect(byNext).toBeLessThan(45);
  });

  test('is found again whichever version runs it', async () => {
    const { clients, deployer } = await installed();
    const wanted = { deployer: deployer.stateMachineArn, name: 'once', input: '{"a":1}' };
    await start(wanted, clients);
    await upgrade(clients, deployer, 100);
    expect(await start({ ...wanted, input: '{"a":2}' }, clients)).toMatchObject({ kind: 'before' });
  });

  test('starts the machine itself where it has no such alias', async () => {
    const { clients, deployer } = await installed();
    await clients.sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: deployer.aliasArn }));
    const begun = await start({ deployer: deployer.stateMachineArn, name: 'one', input: '{}' }, clients);
    expect(begun.kind).toBe('started');
    expect(await versionOf(clients, begun.executionArn)).toBeUndefined();
  });

  test('says so where there is no deployer at all', async () => {
    const clients = localClients(new LocalAws());
    const deployer = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift';
    await expect(start({ deployer, name: 'one', input: '{}' }, clients)).rejects.toThrow(NotInstalled);
  });
});
