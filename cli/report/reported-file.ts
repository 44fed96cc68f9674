import { z } from 'zod';
import type { ObservedMachine } from '../../report/observed-machine.ts';
import type { Reported } from '../../report/reported.ts';
import { machineName } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import { parseRecord } from '../../workflow/audit-record-schema.ts';
import { describeProblem } from '../../workflow/parse.ts';
import { parseJson } from '../json-text.ts';
import { ScenarioFault } from '../scenario/fault.ts';

/**
 * What a file holds: a bare audit record, or what `rehearse --json` prints, which has the executions beside it.
 * @param name of the file, for messages
 * @throws ScenarioFault for anything else
 */
export function reportedText(text: string, name: string): Reported {
  const json = parseJson(text);
  if (json.kind !== 'json') {
    throw new ScenarioFault(
      `${name}: line ${json.line}, column ${json.column}: found ${json.found}, expected an audit record as JSON`,
    );
  }
  const parsed = parseRecord(json.value);
  if (parsed.kind === 'refused') {
    const [first] = parsed.problems;
    const more = parsed.problems.length > 1 ? ` (and ${parsed.problems.length - 1} more)` : '';
    throw new ScenarioFault(`${describeProblem(`${name}: record`, first!)}${more}`);
  }
  return { record: parsed.value, machines: observed(json.value, parsed.value) };
}

const counts = z.object({ started: z.number(), succeeded: z.number(), failed: z.number() });
const executions = z.object({ stable: counts, candidate: counts });
const alias = z.array(z.object({ version: z.number(), weight: z.number() }));
const ofOne = z.object({ alias, executions });
const ofSeveral = z.object({ alias: z.record(z.string(), alias), executions: z.record(z.string(), executions) });

/** What a rehearsal saw beside the record; empty where the file is none of a rehearsal. */
function observed(value: unknown, { targets }: AuditRecord): readonly ObservedMachine[] {
  const one = ofOne.safeParse(value).data;
  if (one) return targets.slice(0, 1).map((target) => ({ ...nameOf(target), ...one }));
  const several = ofSeveral.safeParse(value).data;
  if (!several) return [];
  return targets.flatMap((target) => {
    const { name } = nameOf(target);
    const counted = several.executions[name];
    return counted ? [{ ...nameOf(target), alias: several.alias[name] ?? [], executions: counted }] : [];
  });
}

function nameOf({ stateMachineArn }: AuditRecord['targets'][number]) {
  return { name: machineName({ stateMachineArn }), stateMachineArn };
}
