import { describe, expect, test } from '@jest/globals';
import { fiveStates, fiveStatesAccount, fiveStatesInput } from '../../bench/five-states.ts';
import { peerExecution } from '../../bench/peer.ts';
import { runMachine } from '../../stepshift-local.ts';

describe('the machine that is measured', () => {
  test('passes through five states, and builds something', async () => {
    const { aws } = await fiveStatesAccount();
    const { states, output } = await runMachine(aws, fiveStates, JSON.parse(fiveStatesInput));
    expect(states).toEqual(['Price', 'IsItDear', 'Discount', 'Note', 'Done']);
    expect(output).toEqual({ before: 30, order: 7, note: 7 });
  });

  test('is not taken for measured when executions are missing', async () => {
    const { start, finished } = await fiveStatesAccount();
    await start();
    await finished(1);
    await expect(finished(2)).rejects.toThrow('1 executions succeeded, not 2: nothing was measured');
  });

  test('has a peer, or says why not', async () => {
    const peer = await peerExecution('times the peer');
    if ('skipped' in peer) expect(peer.skipped).toMatch(/aws-local-stepfunctions/);
    else expect(await peer()).toEqual({ before: 30, order: 7, note: 7 });
  });
});
