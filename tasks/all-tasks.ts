import type { TaskName } from '../workflow/definition.ts';
import { handler as BeginStep } from './begin-step.ts';
import { handler as CheckHealth } from './check-health.ts';
import { handler as ConfirmShift } from './confirm-shift.ts';
import { handler as FinishDeployment } from './finish-deployment.ts';
import { handler as FinishRollBack } from './finish-roll-back.ts';
import { handler as InspectAlarms } from './inspect-alarms.ts';
import { handler as InspectTarget } from './inspect-target.ts';
import { handler as PlanDeployment } from './plan-deployment.ts';
import { type AwsClients, awsPorts } from './ports/ports.ts';
import { handler as Promote } from './promote.ts';
import { handler as PublishVersion } from './publish-version.ts';
import { handler as RefuseDeployment } from './refuse-deployment.ts';
import { handler as RollBack } from './roll-back.ts';
import { handler as ShiftTraffic } from './shift-traffic.ts';
import { type TaskHandler, withoutTrace } from './task-handler.ts';
import { handler as ValidateRequest } from './validate-request.ts';

const HANDLERS = {
  ValidateRequest,
  InspectTarget,
  InspectAlarms,
  PublishVersion,
  PlanDeployment,
  BeginStep,
  ShiftTraffic,
  ConfirmShift,
  CheckHealth,
  Promote,
  FinishDeployment,
  RollBack,
  FinishRollBack,
  RefuseDeployment,
} satisfies Record<TaskName, unknown>;

export type OpenedTask = (event: unknown) => Promise<unknown>;

/** Every task, by its state's name, over clients of the caller's: how a rehearsal runs what Lambda runs. */
export function openTasks(clients: AwsClients): Readonly<Record<TaskName, OpenedTask>> {
  const ports = awsPorts(clients);
  const opened = Object.entries(HANDLERS).map(([name, handler]) => [
    name,
    open(handler as unknown as TaskHandler<unknown, unknown>),
  ]);
  return Object.fromEntries(opened);

  function open({ core }: TaskHandler<unknown, unknown>): OpenedTask {
    return async (event) => {
      try {
        return await core(event, ports);
      } catch (error) {
        throw withoutTrace(error);
      }
    };
  }
}
