import type { AwsService, CallContext, Operation, Wire } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import type { MetricDatum } from '../cloudwatch/metric-datum.ts';
import type { LambdaFunctions } from '../lambda/functions.ts';
import type { UnnamedStart } from '../mocks/find-test-case.ts';
import { type MockConfig, readMocks } from '../mocks/mock-config.ts';
import type { Random } from '../random.ts';
import type { Account, Streams } from './account.ts';
import { aliasOperations } from './aliases.ts';
import { checkRequest } from './constraints.ts';
import { definitionValidationOperations } from './definition-validation.ts';
import { describeExecution } from './describe-execution.ts';
import { watchEnd } from './execution.ts';
import { executionListOperations } from './execution-lists.ts';
import { executionOperations, findExecution } from './executions.ts';
import { historyOperations } from './histories.ts';
import { builtInTasks } from './integrations/built-in-tasks.ts';
import type { CalledServices } from './integrations/called-service.ts';
import type { HistoryEvent } from './interpreter/interpretation.ts';
import { type TaskServices, UnservedTask } from './interpreter/task-services.ts';
import { immediately, within } from './lagging.ts';
import { redriveOperations } from './redrive.ts';
import { type OperationName, requestShapes } from './request-shapes.ts';
import { stateMachineOperations } from './state-machines.ts';
import type { StatusChange } from './status-change.ts';
import { syncExecutionOperations } from './sync-executions.ts';
import { tagOperations } from './tags.ts';
import { taskTokens } from './task-tokens.ts';
import { tokenBuckets } from './throttling.ts';
import { versionOperations } from './versions.ts';

export interface StepFunctionsOptions {
  readonly clock: Clock;
  readonly context: CallContext;
  readonly random: Random;
  readonly lambda: LambdaFunctions;
  /** What Task states can call beside Lambda and Step Functions itself. */
  readonly services?: CalledServices;
  /** Called for each value under each dimension set, as AWS reports it to CloudWatch. */
  readonly onExecutionMetric: (datum: MetricDatum) => void;
  /** Called at the start and the end of each STANDARD execution. */
  readonly onStatusChange?: (change: StatusChange) => void;
  /** Asked before the built-in integrations; throws UnservedTask for what it leaves to them. */
  readonly tasks?: TaskServices;
  /**
   * Answers for services, in the format of AWS Step Functions Local: a start of `ARN#TestCase` picks a test case of its machine.
   * @throws MockConfigFault from the constructor, naming everything that does not fit
   */
  readonly mocks?: MockConfig;
  /** Picks the test case of a start that names none; undefined leaves it unmocked. */
  readonly testCaseFor?: (start: UnnamedStart) => string | undefined;
  /** Called with each event of each recorded history, as it is written down. */
  readonly onHistoryEvent?: (executionArn: string, event: HistoryEvent) => void;
  /** Called when a Task state names something that nothing here serves: a fault of the set-up that a test should not overlook. */
  readonly onUnservedTask?: (unserved: UnservedTask) => void;
  /** Reads and starts may not know yet of writes of the last `lagSeconds`. Default: everything is known at once. */
  readonly consistency?: { readonly lagSeconds: number };
  /** Operations called more often than AWS allows answer ThrottlingException. Default: off. */
  readonly throttling?: boolean;
  /** How many executions that have ended are kept of each machine (default 10,000). EXPRESS executions are never kept. */
  readonly keptExecutions?: number;
  /** How many of these with their histories (default 1,000). */
  readonly keptHistories?: number;
}

/** AWS Step Functions, of one account in one region. */
export class StepFunctions implements AwsService {
  readonly targetPrefix = 'AWSStepFunctions';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(options: StepFunctionsOptions) {
    const { clock, context, random, lambda, tasks } = options;
    const tokens = taskTokens();
    const builtIn = builtInTasks({
      clock,
      lambda,
      tokens,
      random: random.stream('requests'),
      services: options.services ?? {},
      call: async (operation, input) => this.operations[operation]!(input, context),
      watch: (arn, tell) => watchExecution(account, arn, tell),
    });
    const account: Account = {
      clock,
      context,
      consistency: options.consistency
        ? within(options.consistency.lagSeconds, clock, random.stream('consistency'))
        : immediately(),
      random: streams(random),
      machines: new Map(),
      executions: new Map(),
      taskTokens: tokens,
      taskServices: tasks ? inTurn(tasks, builtIn) : builtIn,
      mocks: options.mocks ? readMocks(options.mocks) : new Map(),
      testCaseFor: options.testCaseFor,
      retention: { executions: options.keptExecutions ?? 10_000, histories: options.keptHistories ?? 1_000 },
      reportMetric: options.onExecutionMetric,
      reportStatus: options.onStatusChange,
      reportEvent: options.onHistoryEvent,
      reportUnserved: options.onUnservedTask ?? (() => {}),
    };
    this.operations = checked(account, options.throttling ? tokenBuckets(context.region, clock) : () => {});
  }
}

function checked(account: Account, takeToken: (operation: string) => void): Record<OperationName, Operation> {
  const operations: Record<string, Operation> = {
    ...stateMachineOperations(account),
    ...versionOperations(account),
    ...aliasOperations(account),
    ...executionOperations(account),
    ...redriveOperations(account),
    ...executionListOperations(account),
    ...syncExecutionOperations(account),
    ...historyOperations(account),
    ...tagOperations(account),
    ...definitionValidationOperations(),
    ...account.taskTokens.operations,
  };
  const check = (name: OperationName): Operation => {
    const operation = operations[name]!;
    const shape = requestShapes[name];
    return (input, context) => {
      takeToken(name);
      checkRequest(input, shape);
      return operation(input, context);
    };
  };
  const names = Object.keys(requestShapes) as OperationName[];
  return Object.fromEntries(names.map((name) => [name, check(name)])) as Record<OperationName, Operation>;
}

function streams(random: Random): Streams {
  const routing = new Map<string, Random>();
  const routingOf = random.stream('routing');
  return {
    executionNames: random.stream('execution names'),
    revisionIds: random.stream('revision ids'),
    executions: random.stream('executions'),
    routing: (aliasArn) => {
      const stream = routing.get(aliasArn) ?? routingOf.stream(aliasArn);
      routing.set(aliasArn, stream);
      return stream;
    },
  };
}

/** Tells how an execution ended, at once if it has ended already. */
function watchExecution(account: Account, arn: string, tell: (description: Wire) => void): void {
  const execution = findExecution(account, arn);
  const describe = () => tell(describeExecution(execution, Number.POSITIVE_INFINITY));
  if (execution.status === 'RUNNING') watchEnd(execution, describe);
  else describe();
}

function inTurn(first: TaskServices, second: TaskServices): TaskServices {
  return {
    start(request) {
      try {
        return first.start(request);
      } catch (error) {
        if (error instanceof UnservedTask) return second.start(request);
        throw error;
      }
    },
  };
}
