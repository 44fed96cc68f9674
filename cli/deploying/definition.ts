import {
  CreateStateMachineCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { INITIAL_REVISION } from '../../tasks/ports/state-machines.ts';
import { parseStateMachineArn } from '../../workflow/arns.ts';
import type { Aws } from '../aws.ts';
import { EXIT } from '../exit-codes.ts';
import { Fault } from '../fault.ts';
import { noSuchMachine } from '../machines.ts';
import { ScenarioFault } from '../scenario/fault.ts';

interface Upload {
  readonly stateMachineArn: string;
  /** Where the definition comes from, for messages. */
  readonly file: string;
  readonly definition: string;
  /** Creates the machine where there is none, with this role. */
  readonly roleArn: string | undefined;
}

/**
 * Makes a definition the machine's current revision, unpublished, and answers that revision. One that is the current revision already stays.
 * @throws ScenarioFault for a definition that AWS refuses, Fault when there is no such machine
 */
export async function upload({ stateMachineArn, file, definition, roleArn }: Upload, aws: Aws): Promise<string> {
  const machine = await aws.ports.stateMachines.read(stateMachineArn);
  await validate({ file, definition }, machine?.type ?? 'STANDARD', aws);
  if (machine) {
    const { revisionId } = await aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    // AWS names none where nothing has changed.
    return revisionId ?? (await revisionOf(stateMachineArn, aws));
  }
  if (roleArn === undefined) return noSuchMachine(stateMachineArn, aws);
  const { name } = parseStateMachineArn(stateMachineArn)!;
  await aws.sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  return INITIAL_REVISION;
}

/** @throws ScenarioFault with a line for each finding that AWS would refuse the definition for */
async function validate(
  { file, definition }: Pick<Upload, 'file' | 'definition'>,
  type: 'STANDARD' | 'EXPRESS',
  { sfn }: Aws,
): Promise<void> {
  const command = new ValidateStateMachineDefinitionCommand({ definition, type, severity: 'ERROR' });
  const { result, diagnostics = [] } = await sfn.send(command);
  if (result !== 'FAIL') return;
  const lines = diagnostics.map(({ code, message, location }) => {
    const at = location ? `${location}: ` : '';
    return `${file}: ${at}found ${code} (${message}), expected a definition AWS accepts`;
  });
  throw new ScenarioFault(lines.join('\n') || `${file}: found a definition AWS refuses, expected one it accepts`);
}

/**
 * The machine's current revision.
 * @throws Fault when there is no such machine
 */
export async function revisionOf(stateMachineArn: string, aws: Aws): Promise<string> {
  const machine = await aws.ports.stateMachines.read(stateMachineArn);
  if (!machine) return noSuchMachine(stateMachineArn, aws);
  if (machine.status === 'ACTIVE') return machine.revisionId;
  throw new Fault(EXIT.validationError, `State machine ${stateMachineArn} is being deleted.`);
}
