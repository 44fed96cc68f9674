import type { Wire } from '../../aws-json.ts';
import type { Execution } from './execution.ts';
import type { InterpretationOptions } from './interpretation.ts';
import { formatTimestamp } from './timestamp.ts';
import type { MapItem, Visit } from './visit.ts';

/** What `$$` is in a state (JSONata: `$states.context`). */
export function contextObject(visit: Visit): Wire {
  const { flow, retryCount, taskToken } = visit;
  return {
    Execution: flow.execution.contextExecution,
    StateMachine: flow.execution.contextStateMachine,
    State: {
      Name: visit.state.name,
      EnteredTime: formatTimestamp(visit.enteredAt),
      ...(retryCount === undefined ? {} : { RetryCount: retryCount }),
    },
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
    ...mapContext(flow.mapItem),
  };
}

/** The same with another item: what an ItemSelector sees. */
export function itemContext(visit: Visit, item: MapItem): Wire {
  return { ...contextObject(visit), ...mapContext(item) };
}

function mapContext(item: MapItem | undefined): Wire {
  return item ? { Map: { Item: { Index: item.index, Value: item.value } } } : {};
}

/** The context object's `Execution`. */
export function executionContext(execution: InterpretationOptions['execution'], input: Wire): Wire {
  return {
    Id: execution.arn,
    Input: input,
    StartTime: formatTimestamp(execution.startTime),
    Name: execution.name,
    RoleArn: execution.roleArn,
    // An EXPRESS execution cannot be redriven, and has no such count.
    ...(execution.express ? {} : { RedriveCount: 0 }),
  };
}

/** The same after a redrive. */
export function redrivenContext({ contextExecution }: Execution, count: number, at: number): Wire {
  return { ...contextExecution, RedriveCount: count, RedriveTime: formatTimestamp(at) };
}

/** The context object's `StateMachine`: the unqualified ARN, also for an execution of a version. */
export function stateMachineContext(execution: InterpretationOptions['execution']): Wire {
  return { Id: execution.stateMachineArn, Name: execution.stateMachineName };
}
