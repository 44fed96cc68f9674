import { isDeepStrictEqual } from 'node:util';
import type { LocalAwsOptions } from '../../local/local-aws.ts';
import type { MockConfig, MockedResponse, MockedStateMachine } from '../../local/mocks/mock-config.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario, ScenarioMachine } from '../scenario/scenario.ts';

type Mocked = ScenarioMachine & { readonly mocks: NonNullable<ScenarioMachine['mocks']> };

/**
 * The mocks of all machines, and for each start the test case of the version that it runs, told by its definition.
 * @throws ScenarioFault when two machines' configurations mean different things by one name
 */
export function mocksOf({ file, machines }: Scenario): Pick<LocalAwsOptions, 'mocks' | 'testCaseFor'> {
  const mocked = machines.filter((machine): machine is Mocked => machine.mocks !== undefined);
  if (mocked.length === 0) return {};
  return {
    mocks: {
      StateMachines: merged<MockedStateMachine>(file, mocked, 'StateMachines'),
      MockedResponses: merged<MockedResponse>(file, mocked, 'MockedResponses'),
    },
    testCaseFor: ({ stateMachineName, definition }) => {
      const machine = mocked.find(({ name }) => name === stateMachineName);
      return definition === machine?.stable.text ? machine.mocks.stable : machine?.mocks.candidate;
    },
  };
}

function merged<Member>(file: string, machines: readonly Mocked[], member: keyof MockConfig): Record<string, Member> {
  const all = new Map<string, unknown>();
  for (const { path, mocks } of machines) {
    for (const [name, value] of Object.entries(mocks.config[member] ?? {})) {
      if (all.has(name) && !isDeepStrictEqual(all.get(name), value)) {
        const found = 'something else than another machine’s mocks have by this name';
        throw new ScenarioFault(`${file}: ${path}.mocks.${member}.${name}: found ${found}, expected a name of its own`);
      }
      all.set(name, value);
    }
  }
  return Object.fromEntries(all) as Record<string, Member>;
}
