import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { folderWith } from '../cli/folder.ts';

let engine: CloudFormationValidatePlugin | undefined;

/** What CloudFormation's own schemas and the CDK's rules find about a template, of any origin: a path of JSON or YAML, or an object. */
export function findings(template: string | object): readonly string[] {
  engine ??= new CloudFormationValidatePlugin();
  const templatePath = typeof template === 'string' ? template : written(template);
  const stackTemplates = [{ stackConstructPath: 'Template', templatePath }];
  const { violations } = engine.validate({ templatePaths: [templatePath], stackTemplates } as never);
  return violations.map(({ ruleName, description, violatingResources }) => {
    const where = violatingResources.map(({ resourceLogicalId }) => resourceLogicalId).join(', ');
    return `${ruleName} ${where}: ${description}`;
  });
}

function written(template: object): string {
  const path = join(folderWith({}), 'template.json');
  writeFileSync(path, JSON.stringify(template));
  return path;
}
