import { describe, expect, test } from '@jest/globals';
import { stateMachineArn } from '../../cli/scenario/place.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { call } from '../scenarios/failing-calls.ts';
import { rehearse } from '../scenarios/one-machine.ts';
import { deploymentOf, ORDERS } from './examples.ts';

const ARN = stateMachineArn('orders');
const TARGET = { name: 'orders', type: 'STANDARD', definition: ORDERS };
const wholly = (version: number) => [{ stateMachineVersionArn: `${ARN}:${version}`, weight: 100 }];

/** What CloudFormation does when a property of its alias changes: it writes the routing that the template has. */
const rewrittenByTheTemplate = {
  atSeconds: 60,
  call: 'states.UpdateStateMachineAlias',
  input: { stateMachineAliasArn: `${ARN}:live`, description: 'Orders', routingConfiguration: wholly(1) },
};

describe('beside a tool that has made the alias wholly on version 1', () => {
  test('a deployment takes it from there', async () => {
    const { record, alias } = await rehearse(deploymentOf(TARGET));
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('a deployment stops when the tool writes its own routing meanwhile, and writes nothing over it', async () => {
    const { record, alias } = await rehearse(deploymentOf(TARGET, { events: [rewrittenByTheTemplate] }));
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'RoutingDrifted' });
    expect(record.shifts).toMatchObject([{ candidateWeight: 10 }]);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('a tool that publishes each revision does no harm: publishing it again gives the same version', async () => {
    let aws = {} as LocalAws;
    const { record, alias } = await rehearse(deploymentOf(TARGET), {
      beforeDeployment: async (rehearsed) => {
        aws = rehearsed;
        await call(aws, 'states', 'PublishStateMachineVersion', { stateMachineArn: ARN });
      },
    });
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    const listed = await call(aws, 'states', 'ListStateMachineVersions', { stateMachineArn: ARN });
    expect(listed).toMatchObject({
      stateMachineVersions: [2, 1].map((number) => ({ stateMachineVersionArn: `${ARN}:${number}` })),
    });
  });
});
