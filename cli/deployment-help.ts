/** What DEPLOYMENT is, in the help of each command that takes one. */
export const DEPLOYMENT_HELP = `DEPLOYMENT is a target (orders:live: the deployment that holds it, or the last one that
did), the ARN of the deployer's execution, or that execution's name.`;
