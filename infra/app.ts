import { App } from 'aws-cdk-lib';
import { DEPLOYER_NAME } from '../workflow/installation.ts';
import { DeployerStack } from './deployer-stack.ts';

/** The app that `npm run synth` and `cdk deploy --app` install the deployer with. Context narrows it: `-c namePrefix=orders-`; `-c selfUpdate=STRATEGY` has it update itself. */
// Holding the template against CloudFormation's schemas takes more time than everything else together, and a test does it (test/infra/nag.test.ts).
const app = new App({ builtinCloudFormationValidation: false });
const context = (key: string): string | undefined => app.node.tryGetContext(key) as string | undefined;
const name = context('name') ?? DEPLOYER_NAME;
const namePrefix = context('namePrefix');
const strategy = context('selfUpdate');
new DeployerStack(app, name, {
  name,
  ...(namePrefix !== undefined && { namePrefix }),
  ...(strategy !== undefined && { selfUpdate: { strategy } }),
});
