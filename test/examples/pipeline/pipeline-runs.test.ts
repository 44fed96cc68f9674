import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StopExecutionCommand, UpdateStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { command, type ServedAws, servedAws } from '../../cli/served-aws.ts';
import { blocksOf } from '../../docs/snippets.ts';
import type { Json } from '../../infra/synthesised.ts';
import {
  checkout,
  createMachines,
  EXAMPLE,
  environment,
  machineArn,
  pipelineTemplate,
  routes,
  uploadByHand,
} from './orders.ts';
import { type Acted, actionOf, build, type Invoked, invoke, type Meanwhile } from './played-actions.ts';

const TEMPLATE = pipelineTemplate();
const RUN = {
  'Source_Checkout_NS.CommitId': 'c0ffee'.repeat(7).slice(0, 40),
  'codepipeline.PipelineExecutionId': 'p-1',
};
const DEFINITION = JSON.parse(readFileSync(`${EXAMPLE}/orders.asl.json`, 'utf8'));

let world: ServedAws;
beforeEach(async () => {
  world = await servedAws();
  await createMachines(world);
});
afterEach(() => world.goAway());

function upload(folder: string, stage = 'Staging'): Promise<Acted & { readonly out: string }> {
  return build(TEMPLATE, actionOf(TEMPLATE, stage, 'Upload'), folder, environment(world));
}

function deployStaging({ variables }: Acted, meanwhile?: Meanwhile): Promise<Invoked> {
  const action = actionOf(TEMPLATE, 'Staging', 'Deploy');
  return invoke(world, action, { variables: { ...RUN, ...variables }, ...(meanwhile && { meanwhile }) });
}

/** The stage from its beginning, as a pipeline runs it. */
async function staging(definition: object = DEFINITION, meanwhile?: Meanwhile): Promise<Invoked> {
  return deployStaging(await upload(checkout(definition)), meanwhile);
}

const revisionIn = ({ variables }: Acted): string => variables['Staging_Upload_NS.REVISION_ID']!;
const changed = (Comment: string): object => ({ ...DEFINITION, Comment });

describe('a run of the pipeline', () => {
  test('rehearses, then releases staging by a literal request and production by one from a file', async () => {
    const folder = checkout();
    const rehearsed = await build(TEMPLATE, actionOf(TEMPLATE, 'Build', 'Rehearse'), folder, {});
    expect(rehearsed).toMatchObject({ status: 'succeeded', out: expect.stringContaining('Succeeded after') });
    const inStaging = await deployStaging(await upload(folder));
    expect(inStaging).toMatchObject({ status: 'succeeded', output: { end: { name: 'Succeeded' } } });
    expect(inStaging.output.request).toMatchObject({ reason: RUN['Source_Checkout_NS.CommitId'], requestedBy: 'p-1' });
    expect(inStaging.output).toMatchObject({ plan: expect.anything(), targets: [expect.anything()] });
    expect(inStaging.executionArn).toMatch(/:execution:Stepshift:orders-staging-[0-9a-f-]{36}$/);
    expect(await upload(folder, 'Production')).toMatchObject({ status: 'succeeded' });
    const artifacts = { ProductionRequest: folder };
    const inProduction = await invoke(world, actionOf(TEMPLATE, 'Production', 'Deploy'), { artifacts });
    expect(inProduction).toMatchObject({ status: 'succeeded', output: { end: { name: 'Succeeded' } } });
    expect(await routes(world, 'production')).toEqual({ 1: 100 });
  });

  test('is red before anything is uploaded when the rehearsal ends otherwise than expected', async () => {
    const broken = { ...DEFINITION, States: { ...DEFINITION.States, Ship: { Type: 'Fail' } } };
    const rehearsed = await build(TEMPLATE, actionOf(TEMPLATE, 'Build', 'Rehearse'), checkout(broken), {});
    expect(rehearsed).toMatchObject({ status: 'failed', out: expect.stringContaining('FailsMore') });
  });
});

describe('the revision that a pipeline deploys is the one that it has uploaded', () => {
  test('which AWS names when it has changed the machine', async () => {
    const uploaded = await upload(checkout());
    expect(revisionIn(uploaded)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await deployStaging(uploaded)).toMatchObject({ status: 'succeeded' });
  });

  test('or had before, where nothing has changed', async () => {
    const first = await upload(checkout());
    expect(revisionIn(await upload(checkout()))).toBe(revisionIn(first));
  });

  test('or INITIAL, where the machine was never updated', async () => {
    const folder = checkout();
    cpSync(join(folder, 'released.asl.json'), join(folder, 'orders.asl.json'));
    expect(revisionIn(await upload(folder))).toBe('INITIAL');
  });

  /** The upload where AWS answers the update without a revision, and then describes the machine so: of one that was updated before, that is not recorded. */
  async function uploadUnchanged(folder: string, current: object): Promise<Acted & { readonly out: string }> {
    const answers = [{ updateDate: 1 }, { ...current, creationDate: 1 }].map((one) => JSON.stringify(one));
    const server = createServer((_, response) => response.end(answers.shift())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return await build(TEMPLATE, actionOf(TEMPLATE, 'Staging', 'Upload'), folder, environment({ url }));
    } finally {
      server.close();
    }
  }

  test('or describes, where it names none because nothing has changed', async () => {
    const folder = checkout();
    const definition = readFileSync(join(folder, 'orders.asl.json'), 'utf8');
    expect(revisionIn(await uploadUnchanged(folder, { definition, revisionId: 'earlier' }))).toBe('earlier');
  });

  test('or none: where nothing has changed and another definition is read, the upload is red', async () => {
    const theirs = { definition: '{"StartAt":"Theirs"}', revisionId: 'theirs' };
    const out = expect.stringContaining('found revision theirs with another definition, expected that of orders.asl');
    expect(await uploadUnchanged(checkout(), theirs)).toMatchObject({ status: 'failed', out });
  });

  test('and no other: what somebody has uploaded in between is not published', async () => {
    await staging();
    const uploaded = await upload(checkout(changed('ours')));
    await uploadByHand(world, 'theirs');
    const refused = await deployStaging(uploaded);
    expect(refused).toMatchObject({
      status: 'failed',
      error: 'ValidationError',
      cause: { reason: 'RevisionMismatch' },
    });
    expect(await routes(world, 'staging')).toEqual({ 1: 100 });
  });

  test('a definition that AWS refuses turns the upload red, although what fails is inside a substitution', async () => {
    expect(await upload(checkout({ StartAt: 'Nowhere', States: {} }))).toMatchObject({
      status: 'failed',
      out: expect.stringMatching(/InvalidDefinition/),
    });
  });
});

describe('the action is green by Succeeded and NothingToDo, and red by anything else', () => {
  test('NothingToDo: the run that is released already is green at once', async () => {
    await staging();
    expect(await staging()).toMatchObject({ status: 'succeeded', output: { end: { name: 'NothingToDo' } } });
  });

  test('RolledBack: a candidate that fails its smoke test', async () => {
    await staging();
    const Pretend = { Type: 'Fail', Error: 'Broken' };
    const ended = await staging({ ...DEFINITION, States: { ...DEFINITION.States, Pretend } });
    expect(ended).toMatchObject({ status: 'failed', error: 'RolledBack', cause: { reason: 'SmokeTestFailed' } });
    expect(await routes(world, 'staging')).toEqual({ 1: 100 });
  });

  test('a stage that is tried again after that deploys the same revision anew, under another name', async () => {
    await staging();
    const uploaded = await upload(checkout(changed('second')));
    const stop: Meanwhile = (executionArn, looks) =>
      looks === 2 ? world.clients.sfn.send(new StopExecutionCommand({ executionArn })) : Promise.resolve();
    const stopped = await deployStaging(uploaded, stop);
    expect(stopped).toMatchObject({ status: 'failed', error: undefined });
    await world.pass(600);
    const again = await deployStaging(uploaded);
    expect(again).toMatchObject({ status: 'succeeded', output: { end: { name: 'Succeeded' } } });
    expect(again.executionArn).not.toBe(stopped.executionArn);
    expect(await routes(world, 'staging')).toEqual({ 2: 100 });
  });

  test('CriticalError: somebody else moves the alias', async () => {
    await staging();
    const stateMachineAliasArn = `${machineArn('staging')}:live`;
    const routingConfiguration = [{ stateMachineVersionArn: `${machineArn('staging')}:1`, weight: 100 }];
    const move: Meanwhile = (_, looks) =>
      looks === 2
        ? world.clients.sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }))
        : Promise.resolve();
    const ended = await staging(changed('second'), move);
    expect(ended).toMatchObject({ status: 'failed', error: 'CriticalError', cause: { reason: 'RoutingDrifted' } });
  });
});

describe('a pipeline that looks no more, because it was stopped or its seven days are over,', () => {
  /** The stage's upload, and its deployment under way. */
  async function abandoned(): Promise<Acted> {
    const uploaded = await upload(checkout());
    const stop = () => Promise.reject(new Error('abandoned'));
    await expect(deployStaging(uploaded, stop)).rejects.toThrow('abandoned');
    return uploaded;
  }

  test('does not stop the deployment: tried again it is refused while that runs, then has nothing to do', async () => {
    const uploaded = await abandoned();
    await world.pass(30);
    const refused = await deployStaging(uploaded);
    expect(refused).toMatchObject({ status: 'failed', error: 'ValidationError', cause: { reason: 'TargetLocked' } });
    await world.pass(3600);
    expect(await deployStaging(uploaded)).toMatchObject({
      status: 'succeeded',
      output: { end: { name: 'NothingToDo' } },
    });
    expect(await routes(world, 'staging')).toEqual({ 1: 100 });
  });

  test.each(blocksOf(readFileSync('docs/codepipeline.md', 'utf8'), 'console')[2]!.split('\n'))(
    'has its release taken back by: %s',
    async (line) => {
      await staging();
      const uploaded = await upload(checkout(changed('second')));
      const [, verb] = /^npx stepshift (\w+) orders:live --reason "/.exec(line)!;
      const takeBack: Meanwhile = async (_, looks) => {
        if (looks !== 2) return;
        const words = [verb!, 'orders-staging:live', '--reason', 'the release is stopped', '--detach'];
        expect(await command(...words, '--endpoint-url', world.url)).toMatchObject({ code: 0 });
      };
      expect(await deployStaging(uploaded, takeBack)).toMatchObject({ status: 'failed' });
      await world.pass(600);
      expect(await routes(world, 'staging')).toEqual({ 1: 100 });
    },
  );
});

test('the stand-in for the action knows permissions: with the role of another stage it sees no end', async () => {
  const { configuration } = actionOf(TEMPLATE, 'Staging', 'Deploy');
  const { statements } = actionOf(TEMPLATE, 'Production', 'Deploy') as Json;
  const { variables } = await upload(checkout());
  const other = invoke(world, { configuration, statements }, { variables: { ...RUN, ...variables } });
  await expect(other).rejects.toThrow('AccessDenied: states:DescribeExecution');
  await world.pass(3600);
});
