/** What is read of an SDK client here. */
interface Client {
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

/** Computers whose clocks are kept are not further off than this, and AWS tells its time in whole seconds. */
const AGREED_MILLIS = 2000;

/**
 * AWS's clock, as each answer tells it: a decision counts from AWS's time on, and a computer's own clock may be minutes off, or, beside a virtual clock, months. Answers
 * the current time; until AWS has answered something, the computer's.
 */
export function awsClock(clients: readonly Client[]): () => Date {
  let offsetMillis = 0;
  const listen = (next: (args: unknown) => Promise<{ readonly response?: unknown }>) => async (args: unknown) => {
    const result = await next(args);
    const { headers = {} } = (result.response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
    const told = Date.parse(headers.date ?? headers.Date ?? '');
    if (!Number.isNaN(told)) {
      // In the middle of the second that it tells.
      const off = told + 500 - Date.now();
      offsetMillis = Math.abs(off) < AGREED_MILLIS ? 0 : off;
    }
    return result;
  };
  for (const { middlewareStack } of clients) middlewareStack.add(listen, { step: 'deserialize', priority: 'low' });
  return () => new Date(Date.now() + offsetMillis);
}
