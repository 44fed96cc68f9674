import type { Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Call, type Fault, mayBeStale, suffer } from './fault.ts';
import type { Invocation } from './invocation.ts';
import type { Witness } from './witness.ts';

/** Carries out one call, or what a fault makes of it. */
export type Carry = (
  service: string,
  operation: string,
  input: unknown,
  call: () => Promise<unknown>,
) => Promise<unknown>;

interface Surroundings {
  readonly aws: LocalAws;
  readonly witness: Witness;
  readonly faultOf: (call: Call) => Fault | undefined;
}

/** Numbers all calls of all functions, lets faults happen to them, and shows them to the witness. */
export function carrier({ aws, witness, faultOf }: Surroundings): (invocation: Invocation) => Carry {
  const earlier = new Map<string, { readonly at: number; readonly answer: unknown }[]>();
  return (invocation) => async (service, operation, input, make) => {
    const call: Call = { number: witness.calls.length, at: aws.clock.now(), service, operation, input, invocation };
    witness.seeCall(call);
    const effect = async (): Promise<unknown> => {
      const output = await make();
      witness.seeEffect(call, output);
      return output;
    };
    const key = mayBeStale(call) ? `${service}.${operation} ${JSON.stringify(input)}` : '';
    const fault = faultOf(call);
    if (fault) witness.count(fault);
    try {
      const answer = fault
        ? await suffer(fault, { aws, call, effect, staleAnswer: () => staleAnswer(call, key) })
        : await effect();
      if (!fault) remember(key, answer);
      witness.seeAnswer(call, answer as Wire);
      return answer;
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFound') witness.seeAnswer(call, undefined);
      throw error;
    }
  };

  function remember(key: string, answer: unknown): void {
    if (key) earlier.set(key, [...(earlier.get(key) ?? []), { at: aws.clock.now(), answer }]);
  }

  /** For an alias, what was there a minute ago; for everything else, what the same question was answered within the last minute. */
  function staleAnswer(call: Call, key: string): unknown {
    const minuteAgo = aws.clock.now() - 60_000;
    const { stateMachineAliasArn } = call.input as { readonly stateMachineAliasArn?: string };
    if (stateMachineAliasArn !== undefined) {
      const moment = (witness.timelines.get(stateMachineAliasArn) ?? []).findLast(({ at }) => at <= minuteAgo);
      return moment?.alias ?? Object.assign(new Error('does not exist'), { name: 'ResourceNotFound' });
    }
    const answered = earlier.get(key)?.find(({ at }) => at >= minuteAgo);
    if (answered) return answered.answer;
    const fresh = aws[call.service as 'states'].operations[call.operation]!(call.input as Wire, aws.context);
    remember(key, fresh);
    return fresh;
  }
}
