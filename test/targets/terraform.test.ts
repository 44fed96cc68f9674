import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Json } from '../infra/synthesised.ts';
import { rehearse } from '../scenarios/one-machine.ts';
import { definitionOf, deploymentOf, ORDERS, resourcesIn, terraform, terraformExample } from './examples.ts';

/** Arguments of the provider's resources, from the provider's own schema (by way of the bindings that HashiCorp generated from it). */
const { resources: KNOWN } = JSON.parse(readFileSync('test/targets/terraform-arguments.json', 'utf8')) as {
  readonly resources: Readonly<
    Record<string, { readonly required: readonly string[]; readonly optional: readonly string[] }>
  >;
};
/** Terraform's own, which any resource may have. */
const META = ['lifecycle', 'depends_on', 'count', 'for_each', 'provider'];
const FILES = ['terraform/main.tf', 'terraform-alias/main.tf', 'terraform-deployer/main.tf'];

/** What the provider would refuse in a configuration, as far as names of resources and arguments go. */
function unknownIn(configuration: Json): readonly string[] {
  return Object.entries(resourcesIn(configuration)).flatMap(([address, body]) => {
    const known = KNOWN[address.split('.')[0]!];
    if (!known) return [`${address}: no such resource`];
    const { required, optional } = known;
    const given = Object.keys(body).filter((name) => !META.includes(name));
    const unknown = given.filter((name) => ![...required, ...optional].includes(name));
    const missing = required.filter((name) => !given.includes(name));
    return [
      ...unknown.map((name) => `${address}: unknown ${name}`),
      ...missing.map((name) => `${address}: missing ${name}`),
    ];
  });
}

function unresolvedIn(configuration: Json): readonly string[] {
  const there = [
    ...Object.keys(resourcesIn(configuration)),
    ...Object.keys(configuration.variable ?? {}).map((name) => `var.${name}`),
  ];
  const referred = JSON.stringify(configuration).matchAll(/\b(aws_\w+\.\w+|var\.\w+)/g);
  return [...referred]
    .map(([, address]) => address!)
    .filter((address) => !there.includes(address) && !address.startsWith('aws_caller_identity.'));
}

describe.each(FILES)('the example %s', (file) => {
  test('is Terraform, of resources and arguments that the AWS provider knows', async () => {
    const configuration = await terraformExample(file);
    expect(unknownIn(configuration)).toEqual([]);
    expect(unresolvedIn(configuration)).toEqual([]);
  });
});

test('what the provider does not know is found, and so is what is no Terraform', async () => {
  const wrong = await terraform(
    'resource "aws_sfn_alias" "live" {\n  name = var.name\n  alias = "live"\n}\nresource "aws_sfn" "b" {}',
  );
  expect(unknownIn(wrong)).toEqual([
    'aws_sfn.b: no such resource',
    'aws_sfn_alias.live: unknown alias',
    'aws_sfn_alias.live: missing routing_configuration',
  ]);
  expect(unresolvedIn(wrong)).toEqual(['var.name']);
  await expect(terraform('resource "aws_sfn_alias" {')).rejects.toThrow('parse config');
});

describe('the target of terraform/main.tf', () => {
  const file = 'terraform/main.tf';

  test('leaves versions and the alias to the deployer, which makes it in its first deployment', async () => {
    const configuration = await terraformExample(file);
    expect(Object.keys(configuration.resource)).not.toContain('aws_sfn_alias');
    const machine = resourcesIn(configuration)['aws_sfn_state_machine.orders'];
    expect(machine).toMatchObject({ name: 'orders', publish: false });
    const definition = definitionOf(file, machine);
    expect(definition).toEqual(ORDERS);
    const { record, alias } = await rehearse(deploymentOf({ ...machine, definition }, { createAlias: false }));
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('has its caller start the alias, and its alarm watch it', async () => {
    const resources = resourcesIn(await terraformExample(file));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as Terraform has it
    expect(resources['aws_cloudwatch_event_target.nightly'].arn).toBe('${aws_sfn_state_machine.orders.arn}:live');
    expect(resources['aws_cloudwatch_metric_alarm.orders_failures'].dimensions).toMatchObject({ Alias: 'live' });
  });
});

test('a service takes the roles of terraform/main.tf for this account only', async () => {
  const roles = Object.entries(resourcesIn(await terraformExample('terraform/main.tf'))).filter(([address]) =>
    address.startsWith('aws_iam_role.'),
  );
  expect(roles).toHaveLength(2);
  for (const [, { assume_role_policy }] of roles)
    expect(assume_role_policy).toContain('"aws:SourceAccount" = data.aws_caller_identity.current.account_id');
});

test('the alias of terraform-alias/main.tf ignores what the deployer does to its routing, and is not destroyed', async () => {
  const resources = resourcesIn(await terraformExample('terraform-alias/main.tf'));
  expect(resources['aws_sfn_state_machine.orders'].publish).toBe(false);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as the parser has a reference
  const ignored = ['${routing_configuration}'];
  expect(resources['aws_sfn_alias.live'].lifecycle).toEqual([{ ignore_changes: ignored, prevent_destroy: true }]);
});

test('the deployer of terraform-deployer/main.tf is the packaged template, with parameters that it has', async () => {
  const stack = resourcesIn(await terraformExample('terraform-deployer/main.tf'))['aws_cloudformation_stack.deployer'];
  expect(stack.capabilities).toEqual(['CAPABILITY_IAM']);
  expect(stack.template_body).toBeUndefined();
  const page = readFileSync('docs/getting-started.md', 'utf8');
  for (const name of Object.keys(stack.parameters)) expect(page).toContain(`| \`${name}\` |`);
});
