/** What a CDK app may import from this package: the deployer, and deployments that a stack starts by itself. */
export { Deployer } from './infra/deployer.ts';
export type { DeployerProps } from './infra/deployer-props.ts';
export { GradualDeployment, type GradualDeploymentProps } from './infra/gradual-deployment.ts';
