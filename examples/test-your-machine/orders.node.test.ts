import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LocalAws, runMachine } from 'stepshift/local';

const definition = readFileSync(new URL('orders.asl.json', import.meta.url), 'utf8');

test('an order is paid a day later, though the card service is busy twice', async () => {
  const aws = new LocalAws();
  let tries = 0;
  aws.lambda.register('charge-card', async ({ amount }) => {
    tries += 1;
    if (tries < 3) throw Object.assign(new Error('come back later'), { name: 'CardServiceBusy' });
    return { paid: amount };
  });
  const { status, output, seconds } = await runMachine(aws, definition, { amount: 30 });
  assert.deepEqual({ status, output }, { status: 'SUCCEEDED', output: { paid: 30 } });
  assert.equal(seconds, 86_400 + 60 + 120);
});
