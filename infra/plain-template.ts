import { readFileSync } from 'node:fs';
import { App, type CfnResource, type IStackSynthesizer, StackSynthesizer } from 'aws-cdk-lib';
import { DEPLOYER_NAME } from '../workflow/installation.ts';
import { DeployerStack } from './deployer-stack.ts';
import { templateParameters } from './template-parameters.ts';

/** Where a function's code is, beside the template, as `aws cloudformation package` looks for it. */
export const codeFile = (functionName: string): string => `functions/${functionName}.zip`;

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
}

export interface PlainTemplate {
  readonly Parameters: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** The deployer as a CloudFormation template that needs no CDK: the construct's own stack, with parameters, and with the code of each function in a file beside it. */
export function plainTemplate(): PlainTemplate {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new DeployerStack(app, DEPLOYER_NAME, templateParameters, {
    // CDK's own types do not fit one another under exactOptionalPropertyTypes.
    synthesizer: new CodeByHash() as IStackSynthesizer,
  });
  const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId);
  const template: PlainTemplate = JSON.parse(readFileSync(templateFullPath, 'utf8'));
  for (const [name, made] of Object.entries(stack.deployer.functions)) {
    const resource = template.Resources[stack.getLogicalId(made.node.defaultChild as CfnResource)]!;
    resource.Properties.Code = codeFile(name);
  }
  // What the CDK notes there is for its own command.
  for (const resource of Object.values(template.Resources)) delete resource.Metadata;
  return template;
}

/**
 * Leaves code where it is, and bootstraps nothing. While the template is made the code is called by its hash: from that follow the names of the functions' versions, so that code that has
 * changed is published.
 */
export class CodeByHash extends StackSynthesizer {
  addFileAsset({ sourceHash }: { readonly sourceHash: string }) {
    return { bucketName: 'none', objectKey: sourceHash, httpUrl: '', s3ObjectUrl: '' };
  }

  addDockerImageAsset(): never {
    throw new Error('stepshift: the deployer has no images');
  }

  synthesize(session: Parameters<StackSynthesizer['synthesize']>[0]): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}
