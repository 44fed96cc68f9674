import { describe, expect, test } from '@jest/globals';
import { resultOf } from '../../../cli/rehearsal/result.ts';
import type { ObservedMachine } from '../../../report/observed-machine.ts';
import type { AuditRecord } from '../../../workflow/audit-record.ts';
import type { Target } from '../../../workflow/document.ts';
import { rolledBack } from '../../report/records.ts';

const COUNTS = { started: 1, succeeded: 1, failed: 0 };
const machine = (name: string): ObservedMachine => ({
  name,
  stateMachineArn: `arn:${name}`,
  alias: [{ version: 1, weight: 100 }],
  executions: { stable: COUNTS, candidate: COUNTS },
});
const shift = { atSeconds: 0, candidateWeight: 10 };
const of = (name: string) => ({ stateMachineArn: `arn:${name}` }) as Target;
const several = (record: Partial<AuditRecord>) =>
  resultOf({ record: rolledBack(record), machines: [machine('one'), machine('two')], virtualSeconds: 5 });

describe('the result of a rehearsal', () => {
  test('has the record and what was seen, plainly for one machine', () => {
    const record = rolledBack();
    const { alias, executions } = machine('one');
    expect(resultOf({ record, machines: [machine('one')], virtualSeconds: 5 })).toEqual({
      ...record,
      alias,
      executions,
      virtualSeconds: 5,
    });
  });

  test('is keyed by the machines’ names where there are several', () => {
    const { shifts, alias, executions } = several({
      targets: [of('one'), of('two')],
      shifts: { one: [shift], two: [] },
    });
    const { alias: routing, executions: counts } = machine('one');
    expect({ shifts, alias, executions }).toEqual({
      shifts: { one: [shift], two: [] },
      alias: { one: routing, two: routing },
      executions: { one: counts, two: counts },
    });
  });

  test('is keyed by all machines of the scenario, though the request deploys one of them or none', () => {
    expect(several({ targets: [of('two')], shifts: [shift] }).shifts).toEqual({ one: [], two: [shift] });
    expect(several({ targets: [], shifts: [] }).shifts).toEqual({ one: [], two: [] });
  });
});
