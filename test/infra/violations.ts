import { jest } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** CDK holds templates against CloudFormation's own schemas; by this flag what does not fit is an error. */
const SCHEMAS = { '@aws-cdk/core:validateAgainstDefaultRules': true };

/** Synthesises an app under cdk-nag's AwsSolutions and, unless another test does it, CloudFormation's schemas; answers what they found, each once: rules, and what in brackets cdk-nag says broke them. */
export function findings(build: (app: App) => void, { schemas = true } = {}): readonly string[] {
  const app = new App(schemas ? { context: SCHEMAS } : { builtinCloudFormationValidation: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  build(app);
  const said: string[] = [];
  const stderr = jest.spyOn(console, 'error').mockImplementation((text) => void said.push(String(text)));
  try {
    app.synth();
    return [];
  } catch (error) {
    const finding = /AwsSolutions-\w+(?:\[[^\]]*\])?|CloudFormation-Validate::\w+/g;
    return [...new Set([...said, String(error)].join('\n').match(finding) ?? [`${error}`])];
  } finally {
    stderr.mockRestore();
  }
}

/** The rules that a stack breaks without an explanation. */
export function violations(build: (stack: Stack) => void, options?: Parameters<typeof findings>[1]): readonly string[] {
  const found = findings((app) => build(new Stack(app, 'Test')), options);
  return [...new Set(found.map((one) => one.replace(/\[.*/, '')))];
}
