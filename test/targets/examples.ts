import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml, type ScalarTag } from 'yaml';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { folderWith } from '../cli/folder.ts';
import type { Json } from '../infra/synthesised.ts';

const { parse: parseHcl } = createRequire(import.meta.url)('@cdktf/hcl2json') as {
  readonly parse: (name: string, text: string) => Promise<Json>;
};

export const TARGETS = fileURLToPath(new URL('../../examples/targets/', import.meta.url));
export const ORDERS: Json = JSON.parse(readFileSync(join(TARGETS, 'orders.asl.json'), 'utf8'));

/** CloudFormation's short forms, as the functions that they stand for. */
const SHORT_FORMS: ScalarTag[] = ['Ref', 'GetAtt', 'Sub'].map((name) => ({
  tag: `!${name}`,
  resolve: (text: string) => {
    if (name === 'Ref') return { Ref: text };
    return { [`Fn::${name}`]: name === 'GetAtt' ? text.split('.') : text };
  },
}));

/** A template of the examples. */
export function template(file: string): Json {
  return parseYaml(readFileSync(join(TARGETS, file), 'utf8'), { customTags: SHORT_FORMS });
}

/** A Terraform configuration, by Terraform's own parser. @throws Error where it is none */
export function terraform(text: string): Promise<Json> {
  return parseHcl('main.tf', text);
}

export function terraformExample(file: string): Promise<Json> {
  return terraform(readFileSync(join(TARGETS, file), 'utf8'));
}

/** The resources of a configuration by their addresses, such as `aws_sfn_alias.live`. */
export function resourcesIn(configuration: Json): Readonly<Record<string, Json>> {
  const all = Object.entries<Json>(configuration.resource).flatMap(([type, named]) =>
    Object.entries<Json>(named).map(([name, [body]]) => [`${type}.${name}`, body] as const),
  );
  return Object.fromEntries(all);
}

/** The definition that a property of the form `file("…")` names. */
export function definitionOf(configuration: string, machine: Json): Json {
  const [, path] = /^\$\{file\("\$\{path\.module\}\/(.+)"\)\}$/.exec(machine.definition)!;
  return JSON.parse(readFileSync(join(TARGETS, dirname(configuration), path!), 'utf8'));
}

/** A deployment of a target as its tool has uploaded it, as version 2; version 1 differs from it in its comment. */
export function deploymentOf(
  target: { readonly name: string; readonly type: string; readonly definition: Json },
  changes: object = {},
): Scenario {
  const { name, type, definition } = target;
  const scenario = {
    stateMachine: { name, type, stable: 'stable.asl.json', candidate: 'candidate.asl.json' },
    traffic: { perMinute: 30, inputs: [{ amount: 1 }], warmUpSeconds: 600 },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of scenarios
    request: { stateMachineArn: '${stateMachineArn}', alias: 'live', strategy: 'Canary10Percent5Minutes' },
    ...changes,
  };
  const files = { 'stable.asl.json': { ...definition, Comment: 'The one before.' }, 'candidate.asl.json': definition };
  return readScenario(folderWith({ 'scenario.json': scenario, ...files }));
}
