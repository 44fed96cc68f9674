/** What a CDK app may import from this package: the deployer, and deployments that a stack or a pipeline starts. */
export { type ActionRequest, DeployAction, type DeployActionProps } from './infra/deploy-action.ts';
export { Deployer } from './infra/deployer.ts';
export type { DeployerProps } from './infra/deployer-props.ts';
export { GradualDeployment, type GradualDeploymentProps } from './infra/gradual-deployment.ts';
