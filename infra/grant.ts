/** One thing that a part of the deployer may do, on what, and why. */
export interface Grant {
  /** As IAM knows it. */
  readonly action: string;
  readonly on: ResourceName;
  readonly reason: string;
  /** Given only to a deployer that is installed so. */
  readonly onlyWith?: Installation;
  /** Why no rehearsal is seen to use it. */
  readonly notRehearsed?: string;
}

/** `vpc`: its functions are in one. `ledgerKey`, `targetKeys`: the ledger, or state machines to deploy, are encrypted with keys of the customer's. */
export type Installation = 'vpc' | 'ledgerKey' | 'targetKeys';
export const INSTALLATIONS: readonly Installation[] = ['vpc', 'ledgerKey', 'targetKeys'];

/** What permissions are given on. `every`: AWS knows no resource for that action. */
export const RESOURCES = {
  target: 'the state machines it may deploy',
  targetAlias: 'the state machines it may deploy, by their aliases',
  targetVersion: 'the state machines it may deploy, by their versions',
  targetExecution: 'executions of the state machines it may deploy',
  targetKey: 'the keys of the state machines it may deploy',
  execution: "the deployer's own executions",
  ledger: "the ledger's table",
  ledgerIndex: "the ledger's index `unfinished`",
  ledgerKey: "the ledger's key",
  ends: "the queue of the deployer's ends",
  functionLog: "the functions' log group",
  taskFunctions: "the deployer's own functions, in any version",
  syncRule: 'the rule by which Step Functions waits for an execution',
  starter: 'the machine that waits until the stack has settled',
  stack: 'the stack that has the `GradualDeployment`, or the outermost one around it',
  deployer: "the deployer's state machine",
  every: '`*`',
} as const;

export type ResourceName = keyof typeof RESOURCES;

/** AWS lets these be narrowed by `states:StateMachineQualifier`, and the deployer uses them with an alias (Service Authorization Reference). */
export const BY_ALIAS = 'targetAlias' satisfies ResourceName;
/** And these with a version: its number is the qualifier. */
export const BY_VERSION = 'targetVersion' satisfies ResourceName;

/** A grant whose reason is left to who needs it. */
export const may =
  (action: string, on: ResourceName) =>
  (reason: string): Grant => ({ action, on, reason });
