/** What tests of state machines may import from `stepshift/local`: an AWS account in this process, its clock, and the two doors to it. */
export { AwsError } from './local/aws-json.ts';
export { clientOptions } from './local/client-options.ts';
export type { RunningServer } from './local/http-server.ts';
export type { Handler, LambdaContext } from './local/lambda/invocation.ts';
export { LocalAws, type LocalAwsOptions } from './local/local-aws.ts';
export type { MockConfig } from './local/mocks/mock-config.ts';
export { RealClock } from './local/real-clock.ts';
export { type ExecutionEvent, type MachineRun, type RunMachineOptions, runMachine } from './local/run-machine.ts';
export { serve } from './local/serve.ts';
export { ClockDeadlock, VirtualClock } from './local/virtual-clock.ts';
