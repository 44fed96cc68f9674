import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { App } from 'aws-cdk-lib';
import { PLACE } from '../../../cli/scenario/place.ts';
import { OrdersPipeline } from '../../../examples/pipeline/orders-pipeline.ts';
import { folderWith } from '../../cli/folder.ts';
import type { ServedAws } from '../../cli/served-aws.ts';
import { type Json, templateOf } from '../../infra/synthesised.ts';

export const EXAMPLE = 'examples/pipeline';
export const CONNECTION = {
  connectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/11111111-2222-3333-4444-555555555555',
  owner: 'example',
  repo: 'orders',
};

/** The example's pipeline, in the account and region of local AWS. */
export function pipelineTemplate(): Json {
  const app = new App({ builtinCloudFormationValidation: false });
  return templateOf(new OrdersPipeline(app, 'OrdersPipeline', { env: PLACE, ...CONNECTION }));
}

export function machineArn(stage: 'staging' | 'production'): string {
  return `arn:aws:states:${PLACE.region}:${PLACE.account}:stateMachine:orders-${stage}`;
}

/** A copy of the example, as its user would have it in a repository: with what is installed, and a request for a machine in this place. */
export function checkout(definition?: object): string {
  const folder = folderWith({});
  cpSync(EXAMPLE, folder, { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const request = readFileSync(join(folder, 'request.json'), 'utf8');
  writeFileSync(
    join(folder, 'request.json'),
    request.replace(/arn:aws:states:\S*:orders-production/, machineArn('production')),
  );
  if (definition) writeFileSync(join(folder, 'orders.asl.json'), JSON.stringify(definition));
  return folder;
}

/** What a process of the build is given, so that it finds local AWS. */
export function environment({ url }: Pick<ServedAws, 'url'>): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: PLACE.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** Both machines, with the definition that is released already. */
export async function createMachines({ clients }: ServedAws): Promise<void> {
  const definition = readFileSync(`${EXAMPLE}/released.asl.json`, 'utf8');
  for (const name of ['orders-staging', 'orders-production'])
    await clients.sfn.send(
      new CreateStateMachineCommand({ name, definition, roleArn: 'arn:aws:iam::123456789012:role/any' }),
    );
}

/** Uploads a definition by another hand than the pipeline's; answers its revision. */
export async function uploadByHand({ clients }: ServedAws, comment: string): Promise<string> {
  const definition = JSON.parse(readFileSync(`${EXAMPLE}/released.asl.json`, 'utf8'));
  const update = {
    stateMachineArn: machineArn('staging'),
    definition: JSON.stringify({ ...definition, Comment: comment }),
  };
  return (await clients.sfn.send(new UpdateStateMachineCommand(update))).revisionId!;
}

/** The routes of the alias `live`, by version number; undefined where there is no alias. */
export async function routes({ clients }: ServedAws, stage: 'staging' | 'production'): Promise<Json> {
  const stateMachineAliasArn = `${machineArn(stage)}:live`;
  try {
    const { routingConfiguration = [] } = await clients.sfn.send(
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn }),
    );
    return Object.fromEntries(
      routingConfiguration.map(({ stateMachineVersionArn, weight }) => [
        stateMachineVersionArn!.split(':').at(-1),
        weight,
      ]),
    );
  } catch {
    return undefined;
  }
}
