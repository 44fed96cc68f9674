import { describe, expect, test } from '@jest/globals';
import { awsClock } from '../../cli/aws-clock.ts';

type Middleware = (next: () => Promise<unknown>) => (args: unknown) => Promise<unknown>;

/** A client whose answers tell this time. */
function clientTelling(date: () => string | undefined) {
  let middleware: Middleware | undefined;
  return {
    middlewareStack: {
      add(added: unknown) {
        middleware = added as Middleware;
      },
    },
    call: () => middleware!(async () => ({ response: { headers: { date: date() } } }))({}),
  };
}

describe("AWS's clock", () => {
  test('is the one that its answers tell, where this computer is off', async () => {
    const client = clientTelling(() => 'Thu, 01 Jan 2026 00:05:46 GMT');
    const now = awsClock([client]);
    await client.call();
    expect(now().toISOString()).toMatch(/^2026-01-01T00:05:46\./);
  });

  test("is this computer's where both agree, to the millisecond", async () => {
    const client = clientTelling(() => new Date().toUTCString());
    const now = awsClock([client]);
    await client.call();
    expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(100);
  });

  test('stays as it was known where an answer does not tell', async () => {
    let told: string | undefined = 'Thu, 01 Jan 2026 00:05:46 GMT';
    const client = clientTelling(() => told);
    const now = awsClock([client]);
    await client.call();
    told = undefined;
    await client.call();
    expect(now().getUTCFullYear()).toBe(2026);
    expect(now().getUTCMonth()).toBe(0);
  });
});
