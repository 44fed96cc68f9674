/** What a deployment took, as AWS would count it. */
export interface Bill {
  /** States entered, and tries of one beyond the first: that is what AWS charges for. */
  readonly transitions: number;
  readonly events: number;
  /** Of Lambda functions. */
  readonly invocations: number;
  /** Of AWS's API, by operation: by functions, by states and by programs. Those of executions that traffic starts are not the deployment's. */
  readonly calls: Readonly<Record<string, number>>;
  /** That GetMetricData was asked for, in all. */
  readonly metrics: number;
  /** From the execution's start to its end. */
  readonly seconds: number;
}

interface Written {
  readonly type?: string | undefined;
}

/** Transitions of an execution, by its history: each state that is entered is one, and each retry is. */
export function transitionsOf(events: readonly Written[]): number {
  let transitions = 0;
  let tries = 0;
  for (const { type = '' } of events) {
    if (type.endsWith('StateEntered')) transitions++;
    if (type === 'TaskScheduled' || type === 'LambdaFunctionScheduled') tries++;
  }
  const tasks = events.filter(({ type }) => type === 'TaskStateEntered').length;
  return transitions + Math.max(0, tries - tasks);
}

export function callsOf({ calls }: Pick<Bill, 'calls'>): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}
