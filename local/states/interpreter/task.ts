import type { Wire } from '../../aws-json.ts';
import { compileAttempts } from './attempts.ts';
import { compileFields } from './fields.ts';
import { compileExpression } from './jsonata-expression.ts';
import type { State, StateSource } from './machine.ts';
import { compileNumberField, positive } from './number-field.ts';
import { dataLimitError, exceedsPayloadLimit } from './payload-size.ts';
import { compileTemplate } from './payload-template.ts';
import { parseResource, type Resource } from './resource.ts';
import { nextTurn, sleepUntil } from './sleep.ts';
import { StateError, timeoutError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { type TaskEvents, taskEvents } from './task-events.ts';
import { type StartedTask, UnservedTask } from './task-services.ts';
import { awaitTask, startDeadlines, type TaskEnd, type TaskLimits } from './task-wait.ts';
import { unserved } from './unserved.ts';
import { subjectOf, type Visit } from './visit.ts';

/** Task: hands its arguments to the service that its Resource names, and waits for what comes of it. */
export function compileTask(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const arn: string = source.fields.Resource;
  const resource = parseResource(arn);
  const timeout = compileNumberField(source, positive('TimeoutSeconds'));
  const heartbeat = compileNumberField(source, positive('HeartbeatSeconds'));
  const credentials = compileCredentials(source);
  return compileAttempts(source, fields, {
    *attempt(visit) {
      const input = fields.input(visit);
      if (resource.kind === 'service' && resource.callback) visit.taskToken = newToken(visit);
      const parameters = yield* fields.argument(visit, input);
      const limits = {
        timeoutSeconds: yield* timeout(visit, input),
        heartbeatSeconds: yield* heartbeat(visit, input),
      };
      const role = yield* credentials(visit, input);
      if (exceedsPayloadLimit(parameters)) throw dataLimitError(visit.state.name);
      return yield* runTask(visit, { arn, resource, parameters, limits, role });
    },
  });
}

interface TaskCall {
  readonly arn: string;
  readonly resource: Resource;
  readonly parameters: Wire;
  readonly limits: TaskLimits;
  readonly role: string | undefined;
}

function* runTask(visit: Visit, call: TaskCall): Steps<Wire> {
  const events = taskEvents(visit, call.arn, call.resource);
  events.scheduled(call.parameters, call.limits, call.role);
  yield* nextTurn();
  events.started();
  const deadlines = startDeadlines(visit.flow.execution.clock, call.limits);
  const task = startTask(visit, call, deadlines.beat);
  return yield* resultOf(visit, call, events, yield* awaitTask(task, deadlines, events.submitted));
}

function* resultOf(visit: Visit, call: TaskCall, events: TaskEvents, end: TaskEnd): Steps<Wire> {
  const { clock } = visit.flow.execution;
  if (end.kind === 'timedOut') {
    const error = timeoutError(end.heartbeat);
    events.timedOut(error);
    // What times out at the same moment is written down as well before anything is decided (recorded on AWS).
    yield* sleepUntil(clock, clock.now());
    throw error;
  }
  const error = end.kind === 'failed' ? new StateError(end) : tooLarge(call, end.output);
  if (error) {
    events.failed(error);
    throw error;
  }
  const { output } = end as Extract<TaskEnd, { kind: 'succeeded' }>;
  events.succeeded(output);
  return output;
}

function tooLarge({ arn, resource }: TaskCall, output: Wire): StateError | undefined {
  if (!exceedsPayloadLimit(output)) return undefined;
  return dataLimitError(resource.kind === 'service' ? resource.resourceType : arn);
}

/** @throws ExecutionOver when nothing serves the resource here: an error of the set-up, which no Catch may hide */
function startTask(visit: Visit, call: TaskCall, heartbeat: () => void): StartedTask {
  const { execution } = visit.flow;
  const { about, attempts } = execution;
  const stateName = visit.state.name;
  const attempt = attempts.get(stateName) ?? 0;
  attempts.set(stateName, attempt + 1);
  try {
    return execution.taskServices.start({
      resource: call.arn,
      stateName,
      parameters: call.parameters,
      ...(visit.taskToken === undefined ? {} : { taskToken: visit.taskToken }),
      attempt,
      executionArn: about.arn,
      stateMachineName: about.stateMachineName,
      ...(about.stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn: about.stateMachineVersionArn }),
      heartbeat,
    });
  } catch (error) {
    if (!(error instanceof UnservedTask)) throw error;
    throw unserved(execution, error);
  }
}

/** AWS's tokens are long and opaque; what matters is that nobody guesses the next one from this one. */
function newToken(visit: Visit): string {
  const { random } = visit.flow.execution;
  return Buffer.from(`${random.uuid()}${random.uuid()}${random.uuid()}`).toString('base64');
}

function compileCredentials({
  fields,
  language,
}: StateSource): (visit: Visit, input: Wire) => Steps<string | undefined> {
  if (fields.Credentials === undefined) {
    return atOnce(() => {
      return undefined;
    });
  }
  if (language === 'JSONata') {
    const expression = compileExpression(fields.Credentials, 'Credentials');
    return function* (visit) {
      return (yield* expression.evaluate(visit)).RoleArn;
    };
  }
  const fill = compileTemplate(fields.Credentials);
  return atOnce((visit, input) => {
    return fill(subjectOf(visit, input), visit.flow.execution).RoleArn;
  });
}
