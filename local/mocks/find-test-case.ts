import { invalidArn } from '../states/arns.ts';
import type { Mocks, TestCase } from './mock-config.ts';
import { listed } from './mock-config-fault.ts';

/** A start that names no test case, for whoever chooses one. */
export interface UnnamedStart {
  readonly stateMachineName: string;
  /** The text of the definition that it runs. */
  readonly definition: string;
}

/** Takes `ARN#TestCase` apart. No ARN of a state machine has a `#` of its own. */
export function splitTestCase(arn: string): { readonly arn: string; readonly testCase?: string } {
  const at = arn.indexOf('#');
  return at < 0 ? { arn } : { arn: arn.slice(0, at), testCase: arn.slice(at + 1) };
}

/** @throws AwsError InvalidArn when the machine has no such test case */
export function findTestCase(mocks: Mocks, machineName: string, name: string): TestCase {
  const cases = mocks.get(machineName);
  const found = cases?.get(name);
  if (found) return found;
  const known = listed([...(cases?.keys() ?? [])]);
  throw invalidArn(`No test case ${JSON.stringify(name)} is mocked for the state machine ${machineName}: ${known}`);
}
