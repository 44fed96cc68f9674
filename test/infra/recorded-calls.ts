import { AsyncLocalStorage } from 'node:async_hooks';
import type { RehearsalOptions } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import type { Operation } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { rehearse } from '../scenarios/recorded.ts';
import { authorised } from './authorised-calls.ts';
import type { AuthorisedCall } from './iam.ts';

/** A call that one of the deployer's functions made to AWS. */
export interface RecordedCall extends AuthorisedCall {
  /** By its name in the table of permissions. */
  readonly by: string;
}

/** By its name or its ARN, in any version. */
const FUNCTION = /(?:^|:function:)stepshift-(\w+)(?::\d+)?$/;

/**
 * Rehearses a scenario and answers every call to AWS that a function of the deployer made, as IAM would look at it; each once.
 * @throws for a call of which the check does not know what AWS would look at
 */
export async function recordedCalls(
  scenario: Scenario,
  options: Pick<RehearsalOptions, 'beforeDeployment'> = {},
): Promise<readonly RecordedCall[]> {
  const calls = new Map<string, RecordedCall>();
  const running = new AsyncLocalStorage<string>();
  const unknown: unknown[] = [];
  const note = (service: string, operation: string, input: unknown): void => {
    const by = running.getStore();
    if (by === undefined) return;
    try {
      const call = { by, ...authorised(service, operation, input) };
      calls.set(JSON.stringify(call), call);
    } catch (error) {
      unknown.push(error); // thrown here, it would be a failure of the deployer's call, which the deployer is made to survive
    }
  };
  await rehearse(scenario, {
    beforeDeployment: async (aws, stages) => {
      await options.beforeDeployment?.(aws, stages);
      attribute(aws, running);
      listen(aws, note);
    },
  });
  if (unknown.length > 0) throw unknown[0];
  return [...calls.values()];
}

/** Whatever a function does, it does under its name. */
function attribute(aws: LocalAws, running: AsyncLocalStorage<string>): void {
  const invoke = aws.lambda.invoke.bind(aws.lambda);
  aws.lambda.invoke = (name, payload) => {
    const [, task] = FUNCTION.exec(name) ?? [];
    return task === undefined ? invoke(name, payload) : running.run(task, () => invoke(name, payload));
  };
}

function listen(aws: LocalAws, note: (service: string, operation: string, input: unknown) => void): void {
  for (const service of ['states', 'cloudwatch'] as const) {
    const operations = Object.entries(aws[service].operations).map(([name, operation]): [string, Operation] => [
      name,
      (input, context) => {
        note(service, name, input);
        return operation(input, context);
      },
    ]);
    Object.assign(aws[service].operations, Object.fromEntries(operations));
  }
  const answer = aws.dynamodb.answer.bind(aws.dynamodb);
  aws.dynamodb.answer = (target, body) => {
    note('dynamodb', target.slice(target.indexOf('.') + 1), JSON.parse(body));
    return answer(target, body);
  };
}
