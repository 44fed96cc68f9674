import { AsyncLocalStorage } from 'node:async_hooks';
import type { Operation, Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';

/** What one caller asked of AWS. */
export interface Counted {
  invocations: number;
  metrics: number;
  readonly calls: Record<string, number>;
}

/** Calls that no function makes: by state machines and by programs, traffic's and the bench's own among them. */
export const NO_FUNCTION = '';

/** Counts from now on, by the function's name, its invocations and the calls of AWS's API that it makes. */
export function countCalls(aws: LocalAws): ReadonlyMap<string, Counted> {
  const all = new Map<string, Counted>();
  const running = new AsyncLocalStorage<string>();
  const countedOf = (name: string): Counted => {
    const counted = all.get(name) ?? { invocations: 0, metrics: 0, calls: {} };
    all.set(name, counted);
    return counted;
  };
  const called = (operation: string): Counted => {
    const counted = countedOf(running.getStore() ?? NO_FUNCTION);
    counted.calls[operation] = (counted.calls[operation] ?? 0) + 1;
    return counted;
  };
  for (const { operations } of [aws.states, aws.cloudwatch] as { operations: Record<string, Operation> }[]) {
    for (const [name, operation] of Object.entries(operations)) {
      operations[name] = (input, context) => {
        const counted = called(name);
        if (name === 'GetMetricData') counted.metrics += metricsOf(input);
        return operation(input, context);
      };
    }
  }
  const { dynamodb, lambda } = aws;
  const answer = dynamodb.answer.bind(dynamodb);
  dynamodb.answer = (target, body) => {
    called(target.split('.')[1]!);
    return answer(target, body);
  };
  const invoke = lambda.invoke.bind(lambda);
  lambda.invoke = (nameOrArn, payload) => {
    const name = nameOrArn.split(':function:').at(-1)!;
    countedOf(name).invocations++;
    return running.run(name, () => invoke(nameOrArn, payload));
  };
  return all;
}

/** What is computed from other series costs nothing by itself. */
function metricsOf({ MetricDataQueries = [] }: Wire): number {
  return MetricDataQueries.filter(({ MetricStat }: Wire) => MetricStat !== undefined).length;
}
