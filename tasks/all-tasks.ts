import type { TaskName } from '../workflow/definition.ts';
import { handler as AbandonDeployment } from './abandon-deployment.ts';
import { handler as BeginStep } from './begin-step.ts';
import { handler as CheckHealth } from './check-health.ts';
import { handler as ConfirmPromotion } from './confirm-promotion.ts';
import { handler as ConfirmShift } from './confirm-shift.ts';
import { handler as ConfirmSmokeTests } from './confirm-smoke-tests.ts';
import { handler as FinishDeployment } from './finish-deployment.ts';
import { handler as FinishRollBack } from './finish-roll-back.ts';
import { handler as InspectAlarms } from './inspect-alarms.ts';
import { handler as InspectTarget } from './inspect-target.ts';
import { handler as JudgeSmokeTest } from './judge-smoke-test.ts';
import { handler as LockTargets } from './lock-targets.ts';
import { handler as PlanDeployment } from './plan-deployment.ts';
import type { Ports } from './ports/ports.ts';
import { handler as Promote } from './promote.ts';
import { handler as PruneVersions } from './prune-versions.ts';
import { handler as PublishVersion } from './publish-version.ts';
import { handler as RecoverDeployment } from './recover-deployment.ts';
import { handler as RefuseDeployment } from './refuse-deployment.ts';
import { handler as RollBack } from './roll-back.ts';
import { handler as SayWhatIsKnown } from './say-what-is-known.ts';
import { handler as ShiftTraffic } from './shift-traffic.ts';
import { type TaskHandler, withoutTrace } from './task-handler.ts';
import { handler as TendExecutions } from './tend-executions.ts';
import { handler as ValidateRequest } from './validate-request.ts';

const HANDLERS = {
  ValidateRequest,
  LockTargets,
  InspectTarget,
  InspectAlarms,
  PublishVersion,
  PlanDeployment,
  JudgeSmokeTest,
  ConfirmSmokeTests,
  BeginStep,
  ShiftTraffic,
  ConfirmShift,
  CheckHealth,
  ConfirmPromotion,
  Promote,
  FinishDeployment,
  PruneVersions,
  RollBack,
  TendExecutions,
  FinishRollBack,
  RefuseDeployment,
  AbandonDeployment,
  SayWhatIsKnown,
} satisfies Record<TaskName, unknown>;

export type OpenedTask = (event: unknown) => Promise<unknown>;

export interface OpenedTasks {
  /** By their states' names. */
  readonly tasks: Readonly<Record<TaskName, OpenedTask>>;
  readonly watchdog: OpenedTask;
}

/** Every function of the deployer over ports of the caller's: how a rehearsal runs what Lambda runs. */
export function openTasks(ports: Ports): OpenedTasks {
  const tasks = Object.entries(HANDLERS).map(([name, handler]) => [name, open(handler, ports)]);
  return { tasks: Object.fromEntries(tasks), watchdog: open(RecoverDeployment, ports) };
}

function open(handler: unknown, ports: Ports): OpenedTask {
  const { core } = handler as TaskHandler<unknown, unknown>;
  return async (event) => {
    try {
      return await core(event, ports);
    } catch (error) {
      throw withoutTrace(error);
    }
  };
}
