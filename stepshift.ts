/** What programs may import from this package: the request, its plan, and the account of a deployment. */
export {
  type AuditRecord,
  auditRecord,
  type Check,
  type ExecutionDescription,
  type HistoryEvent,
  type Shift,
} from './workflow/audit-record.ts';
export { ENDS, type EndCause, type EndName, type Recovery, type TargetStanding } from './workflow/ends.ts';
export { describeProblem, type Parsed, type Problem } from './workflow/parse.ts';
export { type Plan, type Planned, planDeployment } from './workflow/plan.ts';
export { type DeploymentRequest, parseRequest, type RequestedTarget } from './workflow/request.ts';
export type { Step, Strategy } from './workflow/strategy.ts';
