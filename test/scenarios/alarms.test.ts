import { describe, expect, test } from '@jest/globals';
import { BACK, example, milestones, sample } from './example.ts';
import { rehearse, withMachine } from './one-machine.ts';

const REFUSED_AT_ALARMS = [
  'ValidateRequest',
  'LockTargets',
  'InspectTargets',
  'IsItARestore',
  'InspectAlarms',
  'RefuseDeployment',
  'ValidationError',
];

/** Nothing but alarms judges. */
const ALONE = { compare: 'off' };

describe('alarms', () => {
  test('that are firing already refuse the deployment, with the alias untouched', async () => {
    const { record, alias } = await rehearse(example('alarms/already-firing.json'));
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'AlarmAlreadyFiring', shifts: [] });
    expect(record.path).toEqual(REFUSED_AT_ALARMS);
    expect(record.cause?.summary).toContain('SampleAliasMachine-failures');
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('that do not exist refuse the deployment by their names, with the alias untouched', async () => {
    const { record, alias } = await rehearse(example('alarms/missing.json'));
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'AlarmMissing', shifts: [] });
    expect(record.path).toEqual(REFUSED_AT_ALARMS);
    expect(record.cause?.summary).toContain('"SampleAliasMachine-latency"');
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('made of other alarms roll back when they fire midway', async () => {
    const { record, alias } = await rehearse(example('alarms/composite.json'));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'AlarmFiring' });
    expect(record.cause?.summary).toContain('"SampleAliasMachine-unwell"');
    expect(milestones(record.path).slice(-6)).toEqual([...BACK, 'RolledBack']);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('that nobody named stop nothing', async () => {
    const { record } = await rehearse(sample('bad', { alarms: [], ...ALONE }));
    expect(record.outcome).toBe('Succeeded');
    expect(record.checks[0]?.reasons.join()).toContain('not judged');
  });

  test('on a STANDARD machine work as on an EXPRESS one', async () => {
    const { record, executions } = await rehearse(withMachine(sample('bad', ALONE), { type: 'STANDARD' }));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'AlarmFiring' });
    expect(executions.candidate.failed).toBe(executions.candidate.started);
  });
});
